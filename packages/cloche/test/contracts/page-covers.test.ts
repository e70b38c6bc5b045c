/** Covers of pages through every adapter: a nonce that differs from its policy's, or that a cache keeps, runs anything or nothing. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { anyone, bytes, ConfigError, contract, createGate, type Gate, handle, ok, problem, problems } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverFastify, lidOptions } from "cloche/fastify";
import { cover, noncedPage } from "cloche/headers";
import { cover as coverHono } from "cloche/hono";
import { guard as guardNext } from "cloche/next";
import { lid, visitOf } from "cloche/node";
import { proxies } from "cloche/rate-limit";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const HTML = "text/html; charset=utf-8";
const open = { method: "GET", allow: anyone("a test"), returns: { 200: bytes(HTML) } } as const;
const shop = contract({ ...open, path: "/shop", cover: "shop" });
const changed = contract({
  ...open,
  path: "/changed",
  cover: { like: "page", nonce: true, originAgentCluster: false },
});
const page = noncedPage('<script nonce="__NONCE__">1</script>');

function openGate(): Gate {
  return createGate({ covers: { shop: cover({ preset: "page", nonce: true }) } });
}

type Ask = (path: string) => Promise<Response>;
interface Running {
  readonly ask: Ask;
  readonly close?: () => unknown;
}

const ADAPTERS: Record<string, (gate: Gate) => Promise<Running>> = {
  "neutral handlers": async (gate) => {
    const { listener, mount } = lid(gate);
    mount([handle(shop, ({ nonce }) => ok(page(nonce))), handle(changed, ({ nonce }) => ok(page(nonce)))]);
    return listening(createServer(listener));
  },
  "node:http": async (gate) => {
    const { listener, guard } = lid(gate);
    for (const one of [shop, changed as unknown as typeof shop]) {
      guard(one, (request, response) => {
        response.setHeader("content-type", HTML);
        response.setHeader("cache-control", "public, max-age=60");
        response.end(page(visitOf(request, one).nonce));
      });
    }
    return listening(createServer(listener));
  },
  "Express, in res.locals": async (gate) => {
    const app = express();
    const { guard } = coverExpress(app, gate);
    for (const one of [shop, changed] as const) {
      app.get(one.path, guard(one as typeof shop), (_request, response) => {
        response.type(HTML).send(page(response.locals.nonce as string));
      });
    }
    return listening(createServer(app));
  },
  "Fastify, on the reply": async (gate) => {
    const app = Fastify(lidOptions(gate));
    const { guard } = coverFastify(app, gate);
    for (const one of [shop, changed] as const) {
      app.get(one.path, guard(one as never), (_request, reply) => reply.type(HTML).send(page(reply.nonce)));
    }
    const base = await app.listen({ port: 0, host: "127.0.0.1" });
    return { ask: (path) => fetch(base + path), close: () => app.close() };
  },
  "Hono, in the context": async (gate) => {
    const app = new Hono();
    const { guard } = coverHono(app, gate, { address: () => "192.0.2.1" });
    app.get("/shop", guard(shop), (c) => c.html(page(c.var.nonce)));
    app.get("/changed", guard(changed), (c) => c.html(page(c.var.visit.nonce)));
    return { ask: async (path) => app.fetch(new Request(`http://127.0.0.1${path}`)) };
  },
  "Next.js route handlers": async (gate) => {
    const respond = (_request: Request, visit: { readonly nonce: string | undefined }) =>
      new Response(page(visit.nonce), { headers: { "content-type": HTML } });
    const routes = new Map([
      ["/shop", guardNext(gate, shop, respond)],
      ["/changed", guardNext(gate, changed, respond)],
    ]);
    const context = { params: Promise.resolve({}) };
    return {
      ask: async (path) => routes.get(path)?.(new Request(`http://127.0.0.1${path}`), context) as Promise<Response>,
    };
  },
};

async function listening(server: Server): Promise<Running> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ask: (path) => fetch(base + path), close: () => server.close() };
}

describe.each(Object.entries(ADAPTERS))("a nonce through %s", (_name, start) => {
  it.each(["/shop", "/changed"])(
    "is the same in policy and page of %s, fresh each time, and never kept",
    async (path) => {
      const { ask, close } = await start(openGate());
      try {
        const nonces = new Set<string>();
        for (let count = 0; count < 3; count += 1) {
          const response = await ask(path);
          expect(response.status).toBe(200);
          const [, nonce = "none"] = /nonce="([^"]+)"/.exec(await response.text()) ?? [];
          const policy = response.headers.get("content-security-policy") ?? "";
          expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`);
          expect(policy.match(/'nonce-[^']+'/g)?.every((one) => one === `'nonce-${nonce}'`)).toBe(true);
          expect(new Set((response.headers.get("cache-control") ?? "").split(", "))).toEqual(new Set(["no-store"]));
          nonces.add(nonce);
        }
        expect(nonces.size).toBe(3);
      } finally {
        await close?.();
      }
    },
  );

  it("changes for one route what its contract says, and leaves off what that leaves out", async () => {
    const { ask, close } = await start(openGate());
    try {
      expect((await ask("/changed")).headers.get("origin-agent-cluster")).toBeNull();
      expect((await ask("/shop")).headers.get("origin-agent-cluster")).toBe("?1");
    } finally {
      await close?.();
    }
  });
});

describe("a cover of one route", () => {
  it("is typed: where it takes a nonce, the handler has one", () => {
    handle(changed, ({ nonce }) => ok(nonce satisfies string));
    // @ts-expect-error whether the cover `shop` takes a nonce is the gate's to say
    handle(shop, ({ nonce }) => ok(nonce satisfies string));
  });

  it.each([
    ["with a header nobody knows", { like: "page", xFrames: "DENY" }],
    ["of a cover nobody has", { like: "shop" }],
    ["that contradicts itself", { like: "page", contentSecurityPolicy: { directives: { "script-src": ["*"] } } }],
    ["that changes the preset", { like: "page", preset: "api" }],
  ])("stops the start %s, and names the route", (_what, choice) => {
    const spec = contract({ ...open, path: "/a", cover: choice as never });
    expect(() => createGate().route(spec as never)).toThrow(/GET \/a/);
  });

  it("never repeats a page with a nonce", () => {
    const twice = contract({
      method: "POST",
      path: "/pay",
      allow: anyone("a test"),
      idempotent: true,
      cover: { like: "page", nonce: true },
      returns: { 200: bytes(HTML) },
    });
    const gate = createGate({ idempotency: { byHandlers: "a test" } });
    expect(() => gate.route(twice as never)).toThrow(/without a nonce/);
  });
});

describe("a sign-out", () => {
  const signOut = contract({
    method: "POST",
    path: "/sign-out",
    allow: anyone("a test"),
    query: z.object({ wrong: z.string().optional() }),
    clearSiteData: ["cookies", "storage"],
    returns: { 200: z.object({ done: z.boolean() }), 409: problems({ not_now: "Not now." }) },
  });

  it("makes the browser forget, unless it failed", async () => {
    const { listener, mount } = lid(createGate());
    mount([handle(signOut, ({ query }) => (query.wrong ? problem(409, "not_now") : ok({ done: true })))]);
    const { ask, close } = await listening(createServer(listener));
    const post = async (path: string) =>
      fetch((await ask("/nowhere")).url.replace("/nowhere", path), { method: "POST" });
    expect((await post("/sign-out")).headers.get("clear-site-data")).toBe('"cookies", "storage"');
    expect((await post("/sign-out?wrong=1")).headers.get("clear-site-data")).toBeNull();
    close?.();
  });

  it("is no GET, which any page could make a browser send", () => {
    expect(() => contract({ ...open, path: "/sign-out", clearSiteData: true })).toThrow(ConfigError);
  });
});

describe("requests in the clear", () => {
  const data = contract({ ...open, path: "/api/data", returns: { 200: z.object({ a: z.int() }) } });
  const health = contract({ ...open, path: "/healthz", returns: { 200: z.object({ a: z.int() }) } });
  const TLS = { origin: "https://shop.example", except: ["GET /healthz"] };

  it("are sent on by pages, refused by the API, and answered by what is excepted", async () => {
    const gate = createGate({ tls: TLS, proxies: proxies({ hops: 1 }) });
    const { listener, mount } = lid(gate);
    mount([
      handle(contract({ ...open, path: "/menu", cover: "page" }), () => ok("<!doctype html>")),
      handle(data, () => ok({ a: 1 })),
      handle(health, () => ok({ a: 1 })),
    ]);
    const { ask, close } = await listening(createServer(listener));
    const base = (await ask("/nowhere")).url.replace("/nowhere", "");
    const over = (path: string, proto: string) =>
      fetch(base + path, {
        redirect: "manual",
        headers: { "x-forwarded-proto": proto, "x-forwarded-for": "192.0.2.1" },
      });
    const redirect = await over("/menu?table=4", "http");
    expect([redirect.status, redirect.headers.get("location")]).toEqual([308, "https://shop.example/menu?table=4"]);
    expect(redirect.headers.get("x-content-type-options")).toBe("nosniff");
    const refused = await over("/api/data", "http");
    expect([refused.status, refused.headers.get("location")]).toEqual([403, null]);
    expect((await over("/healthz", "http")).status).toBe(200);
    expect((await over("/menu", "https")).status).toBe(200);
    expect((await over("/api/data", "https")).status).toBe(200);
    close?.();
  });

  it.each([{ origin: "http://shop.example" }, { origin: "https://shop.example", except: ["/healthz"] }, { orign: "" }])(
    "cannot be sent to %j",
    (tls) => expect(() => createGate({ tls: tls as never })).toThrow(ConfigError),
  );
});
