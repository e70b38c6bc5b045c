/** What a route takes on by naming its partner: nothing that stands before a person's request stands before a partner's. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { contract, createGate, type GateOptions, handle, ok, type SecurityEvent } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverHono } from "cloche/hono";
import { lid } from "cloche/node";
import { observer } from "cloche/observe";
import { memoryLimitStore } from "cloche/rate-limit";
import { type Delivery, memoryReplayStore, type Partner, signStripe, stripe } from "cloche/webhooks";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EVERY_FRAMEWORK, exact, type Running, running } from "../attacks/running.js";
import { EXPRESSES } from "./expresses.js";

const SECRET = "whsec_webhook-rules-0123456789";
const BODY = '{"id":"evt_1","type":"paid"}';
const MOST = 2048;
const HOOK = {
  method: "POST",
  path: "/hooks/stripe",
  from: "stripe",
  body: z.object({ id: z.string() }),
  maxBodyBytes: MOST,
  returns: { 200: z.object({ received: z.boolean() }) },
} as const;
const hook = contract(HOOK);

function api(more: GateOptions = {}) {
  const worked: string[] = [];
  const options = { partners: { stripe: stripe({ secrets: SECRET }) }, replay: memoryReplayStore(), ...more };
  const handled = handle(hook, ({ event }) => {
    worked.push(event.payload.id);
    return ok({ received: true });
  });
  return { options, neutral: [handled], worked };
}

const signed = (body = BODY, secret = SECRET) => ({
  "content-type": "application/json",
  ...signStripe({ body, secret }),
});
const forged = () => signed(BODY, "whsec_somebody-else-0123456789");
const deliver = (base: string, headers: Readonly<Record<string, string>>, body = BODY) =>
  fetch(`${base}/hooks/stripe`, { method: "POST", headers, body, redirect: "manual" });

describe.each(EVERY_FRAMEWORK)("on %s", (framework) => {
  it("asks for no token, no page of ours and no origin, whatever a browser's headers say", async () => {
    const nobody = { scheme: "bearer", read: () => undefined } as never;
    const { options, neutral, worked } = api({ who: [nobody], origins: ["https://shop.example"] });
    await running(framework, { options, neutral }, async ({ base }) => {
      const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site", cookie: "session=1" };
      expect((await deliver(base, { ...signed(), ...foreign })).status).toBe(200);
      expect((await deliver(base, { ...forged(), ...foreign })).status).toBe(400);
    });
    expect(worked).toEqual(["evt_1"]);
  });

  it("never redirects: not to https, and not to another spelling of the path", async () => {
    const { options, neutral, worked } = api({ tls: { origin: "https://api.example.com" } });
    await running(framework, { options, neutral }, async ({ base, port }) => {
      const clear = await deliver(base, signed());
      expect([clear.status >= 400, clear.headers.get("location")]).toEqual([true, null]);
      for (const path of ["/hooks/stripe/", "//hooks/stripe", "/hooks//stripe", "/HOOKS/stripe", "/hooks/./stripe"]) {
        const head = `POST ${path} HTTP/1.1\r\nhost: api.example.com\r\nconnection: close\r\n`;
        const answer = await exact(port, `${head}content-length: ${BODY.length}\r\n\r\n${BODY}`);
        expect(answer, path).toMatch(/^HTTP\/1\.1 4\d\d /);
        expect(answer, path).not.toMatch(/^location:/im);
      }
    });
    expect(worked).toEqual([]);
  });

  it("is a POST and nothing else", async () => {
    const { options, neutral, worked } = api();
    await running(framework, { options, neutral }, async ({ base }) => {
      for (const method of ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
        const headers = { ...signed(), "x-http-method-override": "POST" };
        const body = method === "GET" ? null : BODY;
        const { status } = await fetch(`${base}/hooks/stripe`, { method, headers, body });
        expect([404, 405], method).toContain(status);
      }
    });
    expect(worked).toEqual([]);
  });

  it("reads no more than its cap, however well the rest is signed", async () => {
    const { options, neutral, worked } = api();
    const large = JSON.stringify({ id: "evt_large", filling: "x".repeat(MOST) });
    await running(framework, { options, neutral }, async ({ base, port }) => {
      expect((await deliver(base, signed(large), large)).status).toBe(413);
      const headers = Object.entries({ ...signed(large), "transfer-encoding": "chunked", connection: "close" });
      const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      const chunks = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
      const answer = await exact(port, `POST /hooks/stripe HTTP/1.1\r\nhost: a\r\n${head}\r\n${chunks}`);
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    });
    expect(worked).toEqual([]);
  });

  it("counts what was not signed, and stops looking at signatures from there", async () => {
    const genuine = stripe({ secrets: SECRET });
    let looked = 0;
    const look = (delivery: Delivery) => {
      looked += 1;
      return delivery;
    };
    const partner: Partner = { ...genuine, verify: (delivery) => genuine.verify(look(delivery)) };
    const limits = { store: memoryLimitStore(), failures: "3 per minute by address" };
    const { options, neutral, worked } = api({ partners: { stripe: partner }, limits });
    await running(framework, { options, neutral }, async ({ base }) => {
      expect((await deliver(base, signed())).status).toBe(200);
      for (let count = 0; count < 3; count += 1) expect((await deliver(base, forged())).status).toBe(400);
      const stopped = await deliver(base, signed('{"id":"evt_2"}'), '{"id":"evt_2"}');
      expect(stopped.status).toBe(429);
      expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(((await stopped.json()) as { type: string }).type).toMatch(/#abnormal-usage-detected$/);
    });
    expect([looked, worked]).toEqual([4, ["evt_1"]]);
  });

  it("counts for the partner what the partner signed: nobody's forgeries use its share up", async () => {
    const limited = contract({ ...HOOK, limit: "2 per minute by partner" });
    const { options } = api({ limits: { store: memoryLimitStore() } });
    const neutral = [handle(limited, () => ok({ received: true }))];
    await running(framework, { options, neutral }, async ({ base }) => {
      const statuses: number[] = [];
      for (let count = 0; count < 4; count += 1) statuses.push((await deliver(base, forged())).status);
      for (const body of ['{"id":"evt_1"}', '{"id":"evt_2"}', '{"id":"evt_3"}']) {
        statuses.push((await deliver(base, signed(body), body)).status);
      }
      expect(statuses).toEqual([400, 400, 400, 400, 200, 200, 429]);
    });
  });

  it("says the same of every forgery, and the reason to the log alone", async () => {
    const old = { label: "last year", secret: "whsec_of-last-year-0123456789", expiresAt: new Date(1) };
    const { options, neutral, worked } = api({ partners: { stripe: stripe({ secrets: [SECRET, old] }) } });
    const unsigned = { "content-type": "application/json" };
    const forgeries = {
      signature_missing: unsigned,
      signature_malformed: { ...signed(), "stripe-signature": "t=1,v1=zz" },
      signature_mismatch: forged(),
      secret_expired: signed(BODY, old.secret),
      timestamp_stale: { ...unsigned, ...signStripe({ body: BODY, secret: SECRET, at: Date.now() - 301_000 }) },
      timestamp_future: { ...unsigned, ...signStripe({ body: BODY, secret: SECRET, at: Date.now() + 302_000 }) },
      timestamp_malformed: { ...signed(), "stripe-signature": `t=1e3,v1=${"0".repeat(64)}` },
    };
    await running(framework, { options, neutral }, async ({ base, lines }) => {
      const answers = new Set<string>();
      for (const headers of Object.values(forgeries)) answers.add(await withoutId(await deliver(base, headers)));
      expect([...answers]).toEqual([expect.stringContaining('"code":"signature_invalid"')]);
      expect(reasons(lines)).toEqual(new Set(Object.keys(forgeries)));
    });
    expect(worked).toEqual([]);
  });

  it("tells by which secret, where it was not the first one", async () => {
    const events: SecurityEvent[] = [];
    const observe = observer({ logger: { write: () => {} }, sinks: [(event) => events.push(event)] });
    const old = { label: "last year", secret: "whsec_of-last-year-0123456789" };
    const partners = { stripe: stripe({ secrets: [{ label: "this year", secret: SECRET }, old] }) };
    const { options, neutral, worked } = api({ observe, partners });
    await running(framework, { options, neutral }, async ({ base }) => {
      expect((await deliver(base, signed())).status).toBe(200);
      expect(events.filter(({ name }) => name === "signature.old_secret")).toEqual([]);
      expect((await deliver(base, signed('{"id":"evt_2"}', old.secret), '{"id":"evt_2"}')).status).toBe(200);
    });
    const told = events.filter(({ name }) => name === "signature.old_secret");
    expect(told).toEqual([expect.objectContaining({ partner: "stripe", subject: "last year" })]);
    expect(worked).toEqual(["evt_1", "evt_2"]);
  });
});

async function withoutId(response: Response): Promise<string> {
  const { requestId: _, ...rest } = (await response.json()) as Record<string, unknown>;
  return `${response.status} ${response.headers.get("content-type")} ${JSON.stringify(rest)}`;
}

function reasons(lines: Running["lines"]): ReadonlySet<unknown> {
  return new Set(lines.map(({ reason }) => reason).filter((reason) => reason !== undefined));
}

describe("a body that another parser took before the gate could, where no start could see it", () => {
  const taken = async (server: Server) => {
    const { port } = server.address() as AddressInfo;
    const response = await deliver(`http://127.0.0.1:${port}`, signed());
    const problem = (await response.json()) as { code: string; detail: string };
    server.closeAllConnections();
    server.close();
    return [response.status, problem.code, problem.detail.includes("Leave that parser out")];
  };
  const told = [500, "internal_error", true];

  it.each(EXPRESSES)("%s, by a middleware of its own making", async (_name, _column, express) => {
    const { options, neutral, worked } = api();
    const app = express();
    const { mount } = coverExpress(app, createGate(options));
    app.use((request, _response, next) => {
      request.resume().on("end", next);
    });
    mount(neutral);
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    expect(await taken(server)).toEqual(told);
    expect(worked).toEqual([]);
  });

  it("Hono", async () => {
    const { options, neutral, worked } = api();
    const app = new Hono();
    const { mount } = coverHono(app, createGate(options));
    app.use(async (context, next) => {
      await context.req.raw.arrayBuffer();
      await next();
    });
    mount(neutral);
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }) as Server;
    await once(server, "listening");
    expect(await taken(server)).toEqual(told);
    expect(worked).toEqual([]);
  });

  it("node:http", async () => {
    const { options, neutral, worked } = api();
    const { mount, listener } = lid(createGate(options));
    mount(neutral);
    const server = createServer((request, response) => {
      request.resume().on("end", () => listener(request, response));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    expect(await taken(server)).toEqual(told);
    expect(worked).toEqual([]);
  });
});
