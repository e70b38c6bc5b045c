/** A page under the covers in a real Chromium: it runs what it may, and the console has nothing to say about headers. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../../../../tools/chromium.mjs";
import { type Cover, cover, createNonce, cspReports, inlineHash, noncedPage, pageNonce } from "./index.js";

type Browser = Awaited<ReturnType<typeof launchBrowser>>;

const ALLOWED = 'document.title = "allowed";';
const MARKUP = noncedPage(`<!doctype html><title>served</title><link rel="icon" href="data:,">
<script nonce="__NONCE__">${ALLOWED}</script>
<script>document.body.dataset.injected = "yes";</script>`);

const reports = cspReports();
const collected: { type: string | undefined; read: ReturnType<typeof reports.read> }[] = [];
const endpoint = { reportingEndpoints: { csp: "/reports" } };
const REPORTING = ["csp"];

const COVERS: Readonly<Record<string, Cover>> = {
  "/page": cover({ preset: "page", nonce: true }),
  "/mixed": cover({ preset: "mixed", nonce: true }),
  "/hashed": cover({
    preset: "page",
    contentSecurityPolicy: { directives: { "script-src": ["'self'", inlineHash(ALLOWED, "sha384")] } },
  }),
  "/reported": cover({
    preset: "page",
    nonce: true,
    contentSecurityPolicy: { directives: { "report-uri": ["/reports"] } },
  }),
  "/reported-newer": cover({
    preset: "page",
    nonce: true,
    ...endpoint,
    contentSecurityPolicy: { directives: { "report-to": REPORTING } },
  }),
};

describe("in a real Chromium", () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const lid = COVERS[request.url ?? ""];
      if (lid === undefined) {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          const type = request.headers["content-type"];
          collected.push({ type, read: reports.read(type, Buffer.concat(chunks)) });
          response.writeHead(204).end();
        });
        return;
      }
      const { nonce, headers } =
        lid.withNonce === undefined ? { nonce: createNonce(), headers: [] } : pageNonce(lid, false);
      response.setHeader("content-type", "text/html; charset=utf-8");
      for (const [name, value] of [...lid.headers, ...headers]) response.setHeader(name, value);
      response.end(MARKUP(nonce));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  async function visit(path: string) {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    await page.goto(origin + path);
    await page.waitForTimeout(200);
    const injected = await page.evaluate("document.body.dataset.injected ?? 'no'");
    return { page, said, title: await page.title(), injected };
  }

  it.each(["/page", "/mixed", "/hashed"])(
    "%s: the script that is allowed runs, the injected one does not, no header is unknown",
    async (path) => {
      const { said, title, injected, page } = await visit(path);
      await page.close();
      expect([title, injected]).toEqual(["allowed", "no"]);
      expect(said.filter((text) => /permissions|header|unrecognized|deprecat/i.test(text))).toEqual([]);
      expect(said.every((text) => text.includes("Content Security Policy"))).toBe(true);
    },
  );

  const report = (path: string) =>
    expect.objectContaining({
      document: origin + path,
      blocked: "inline",
      directive: "script-src-elem",
      disposition: "enforce",
    }) as unknown;

  it("what is blocked is reported to report-uri, and can be read", async () => {
    const { page } = await visit("/reported");
    const received = () => collected.flatMap(({ read }) => read.reports ?? []);
    await expect.poll(received, { timeout: 15_000 }).toContainEqual(report("/reported"));
    await page.close();
  });

  it("a report of the Reporting API, as the browser itself writes it, can be read", async () => {
    const { page } = await visit("/reported-newer");
    const written = await page.evaluate<string>(`new Promise((resolve) => {
      new ReportingObserver((all) => resolve(JSON.stringify(all)), { types: ["csp-violation"], buffered: true }).observe();
    })`);
    const read = reports.read("application/reports+json", Buffer.from(written));
    expect(read.reports).toContainEqual(report("/reported-newer"));
    await page.close();
  });
});
