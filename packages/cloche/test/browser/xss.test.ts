/** Puts cleaned attacks before a real browser, and sees that nothing of them runs. */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { forHtml, fromSanitizeHtml, HTML_PROFILES, type HtmlProfileName, plainText, richText } from "cloche/sanitize";
import type { Browser, Page } from "playwright-core";
import sanitizeHtml from "sanitize-html";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../../../tools/chromium.mjs";
import { dompurifyOnJsdom } from "../../src/layers/sanitize/dompurify-on-jsdom.contract.js";
import { ARMED, SLY } from "./xss-corpus.js";

interface Inserted {
  readonly text: string;
  /** What is still there of the selector. */
  readonly kept: readonly string[];
}

const VECTORS = new URL("../../../../../shared/vectors/xss.json", import.meta.url);
const PAYLOADS_PER_DOCUMENT = 100;
const REPORT_ONLY = "script-src 'none'; object-src 'none'; report-uri /reports";
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const attacks: string[] = [];
let browser: Browser;
let page: Page;
let close: () => void;

beforeAll(async () => {
  const judge = readFileSync(beside("./judge.js"), "utf8");
  const server = createServer((request, response) => {
    const headers = { "content-type": "text/html; charset=utf-8" };
    if (request.url === "/judge") response.writeHead(200, headers).end(`<!doctype html><script>${judge}</script>`);
    else if (request.url !== "/blank") response.writeHead(204).end();
    else
      response
        .writeHead(200, { ...headers, "content-security-policy-report-only": REPORT_ONLY })
        .end("<!doctype html>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.route("**/*", (route) => (route.request().url().startsWith(origin) ? route.continue() : route.abort()));
  await page.exposeBinding("reportAttack", (_source, what: string) => attacks.push(what));
  await page.addInitScript({ path: beside("./watch.js") });
  page.on("popup", () => attacks.push("opened a window"));
  page.on("dialog", (dialog) => {
    attacks.push("showed a dialog");
    void dialog.dismiss();
  });
  await page.goto(`${origin}/judge`);
});

afterAll(async () => {
  await browser.close();
  close();
});

/** Inserts the pieces into one fresh document, and answers what stands there and what ran. */
async function insert(pieces: readonly string[], selector?: string): Promise<{ seen: Inserted[]; ran: string[] }> {
  const call = `insertAll(${JSON.stringify(pieces)}, ${JSON.stringify(selector)})`;
  const seen = (await page.evaluate(call)) as Inserted[];
  return { seen, ran: [...new Set(attacks.splice(0))] };
}

/** The cleaned payloads that ran, each found on its own where something of a whole document did. */
async function culprits(cleaned: readonly string[]): Promise<object[]> {
  const found: object[] = [];
  const distinct = [...new Set(cleaned)];
  for (let at = 0; at < distinct.length; at += PAYLOADS_PER_DOCUMENT) {
    const batch = distinct.slice(at, at + PAYLOADS_PER_DOCUMENT);
    const together = await insert(batch);
    if (together.ran.length > 0) found.push({ batch: at, ran: together.ran }, ...(await oneByOne(batch)));
  }
  return found;
}

async function oneByOne(pieces: readonly string[]): Promise<object[]> {
  const found: object[] = [];
  for (const html of pieces) {
    const { ran } = await insert([html]);
    if (ran.length > 0) found.push({ html, ran });
  }
  return found;
}

const text = plainText(60_000, { multiline: true });
const cleaners: readonly (readonly [name: string, clean: (payload: string) => string])[] = [
  ["plainText and forHtml", (payload) => forHtml(text.parse(payload))],
  ...(Object.keys(HTML_PROFILES) as HtmlProfileName[]).map((profile) => {
    const type = richText(profile, { max: 65_536 });
    return [`richText("${profile}")`, (payload: string) => type.parse(payload)] as const;
  }),
];
/** The widest profile with what else may clean it. */
const others = {
  "sanitize-html": fromSanitizeHtml(sanitizeHtml),
  DOMPurify: dompurifyOnJsdom(),
};

describe("the judge", () => {
  it.each(ARMED)("sees %s run where nobody cleaned it", async (payload) => {
    expect((await insert([payload])).ran).not.toEqual([]);
  });

  it("lets ordinary HTML pass", async () => {
    const html =
      "<p>Hi <b>you</b>, <a href='https://a.example'>see</a> <img src='https://a.example/b.png'> x &lt; y</p>";
    expect((await insert([html])).ran).toEqual([]);
  });
});

describe.each(cleaners)("%s", (_name, clean) => {
  it("lets none of the house's own attacks run", async () => {
    expect(await culprits([...ARMED, ...SLY].map(clean))).toEqual([]);
  });

  it.skipIf(!existsSync(VECTORS))("lets no public attack run", { timeout: 120_000 }, async () => {
    const vectors = JSON.parse(readFileSync(VECTORS, "utf8")) as readonly { payload: string }[];
    expect(vectors.length).toBeGreaterThan(1_000);
    expect(await culprits(vectors.map(({ payload }) => clean(payload)))).toEqual([]);
  });
});

describe.each(Object.entries(others))('richText("article") cleaned by %s', (_name, engine) => {
  const type = richText("article", { max: 65_536, engine });

  it("lets no attack of the house run, nor one in four public ones", { timeout: 120_000 }, async () => {
    const vectors = existsSync(VECTORS)
      ? (JSON.parse(readFileSync(VECTORS, "utf8")) as readonly { payload: string }[])
      : [];
    const met = vectors.filter((_, index) => index % 4 === 0).map(({ payload }) => payload);
    expect(await culprits([...ARMED, ...SLY, ...met].map((payload) => type.parse(payload)))).toEqual([]);
  });
});

describe("what is harmless survives", () => {
  it("as text, to the letter", async () => {
    const texts = [...ARMED, ...SLY, "x < y & z", "\"quoted\" 'text'", "a\n b"].map((payload) => text.parse(payload));
    const { seen } = await insert(texts.map(forHtml));
    expect(seen.map((inserted) => inserted.text)).toEqual(texts);
  });

  it.each<[HtmlProfileName, string, readonly string[]]>([
    ["inline", "<b>bold</b> <em>soft</em> H<sub>2</sub>O <code>a &lt; b</code>", ["b", "em", "sub", "code"]],
    [
      "comment",
      "<p>Good <strong>soup</strong></p><ul><li>one</li></ul><blockquote>yes</blockquote><a href='https://a.example/x?y=1&amp;z=2'>see</a>",
      ["p", "strong", "ul", "li", "blockquote", "a[href='https://a.example/x?y=1&z=2'][rel~=noopener]"],
    ],
    [
      "article",
      "<h2>Menu</h2><figure><img src='https://a.example/b.png' alt='soup' width=40><figcaption>Soup</figcaption></figure><table><tbody><tr><th scope=row>Soup</th><td colspan=2>5</td></tr></tbody></table>",
      ["h2", "figure", "img[src='https://a.example/b.png'][alt=soup][width='40']", "th[scope=row]", "td[colspan='2']"],
    ],
  ])("as HTML of the profile %s", async (profile, html, selectors) => {
    const cleaned = richText(profile).parse(`${html}<script>alert(1)</script>`);
    for (const selector of selectors) {
      const { seen, ran } = await insert([cleaned], selector);
      expect({ selector, count: seen[0]?.kept.length, ran }).toEqual({ selector, count: 1, ran: [] });
    }
  });
});
