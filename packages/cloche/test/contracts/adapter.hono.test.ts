import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { ConfigError, createGate } from "cloche";
import { cover } from "cloche/hono";
import { type Handler, Hono } from "hono";
import { describe, expect, it } from "vitest";
import { describeAdapter } from "./adapter.js";
import { nativeApp, neutralApp } from "./hono-apps.js";
import { brokenRoute, openKitchen, readMenu } from "./kitchen-api.js";
import { describeNative } from "./native.js";

describeAdapter(
  "Hono 4 on Node.js, neutral handlers",
  async (kitchen) => {
    const server = serve({ fetch: neutralApp(kitchen).fetch, port: 0, hostname: "127.0.0.1" });
    await once(server, "listening");
    return {
      port: (server.address() as AddressInfo).port,
      close: async () => {
        server.close();
        await once(server, "close");
      },
    };
  },
  { adapter: "hono" },
);

describeAdapter(
  "Hono 4 in a fetch runtime, neutral handlers",
  async (kitchen) => ({ fetch: neutralApp(kitchen).fetch, close: async () => {} }),
  { adapter: "worker" },
);

describeNative("Hono", (kitchen, work) => {
  const app = nativeApp(kitchen);
  return work(async (path, init) => app.request(path, init));
});

type Lid = ReturnType<typeof cover>;
const leak: Handler = (c) => c.text("canary");

function uncovered(register: (app: Hono, lid: Lid) => void): string | undefined {
  const app = new Hono();
  const lid = cover(app, openKitchen().gate);
  try {
    register(app, lid);
    lid.seal();
  } catch (fault) {
    if (fault instanceof ConfigError && fault.code === "route_uncovered") return fault.where;
    throw fault;
  }
  return undefined;
}

describe("Hono refuses to start with", () => {
  it.each<[string, Parameters<typeof uncovered>[0], string | undefined]>([
    ["a forgotten route", (app) => app.get("/x", leak), "GET /x"],
    ["one that looks like middleware", (app) => app.get("/x", (c, _next) => c.text("canary")), "GET /x"],
    ["one in a sub-app", (app) => app.route("/admin", new Hono().get("/x", leak)), "GET /admin/x"],
    [
      "one in a sub-app with an error handler of its own",
      (app) => app.route("/admin", new Hono().onError((_error, c) => c.text("canary")).get("/x", leak)),
      "GET /admin/x",
    ],
    ["one for every method", (app) => app.all("/x", leak), "ALL /x"],
    ["a contract for every method", (app, { guard }) => app.all("/api/menu", guard(readMenu), leak), "ALL /api/menu"],
    ["a contract under another path", (app, { guard }) => app.get("/other", guard(readMenu), leak), "GET /other"],
    [
      "a contract under another method",
      (app, { guard }) => app.post("/api/menu", guard(readMenu), leak),
      "POST /api/menu",
    ],
    [
      "a handler in front of the guard",
      (app, { guard }) => app.get("/api/menu", leak, guard(readMenu)),
      "GET /api/menu",
    ],
    ["an optional parameter", (app, { guard }) => app.get("/api/menu/:x?", guard(readMenu), leak), "GET /api/menu/:x?"],
    ["a wildcard", (app, { guard }) => app.get("/api/*", guard(readMenu), leak), "GET /api/*"],
    ["a handler that app.use put on a path", (app) => app.use("/x", leak as never), "ALL /x"],
    ["another app mounted", (app) => app.mount("/old", () => new Response("canary")), "MOUNT /old"],
    ["nothing of these: middleware", (app) => app.use("/api/*", (_c, next) => next()), undefined],
    [
      "nothing of these: a guarded route in a sub-app",
      (app, { guard }) => app.route("/api", new Hono().onError(leak as never).get("/menu", guard(readMenu), leak)),
      undefined,
    ],
  ])("%s", (_what, register, where) => expect(uncovered(register)?.split(",")[0]).toBe(where));

  it("routes that were there before the lid", () => {
    const app = new Hono().get("/early", leak);
    expect(() => cover(app, createGate())).toThrow(/routes_before_cover/);
  });
});

describe("Hono answers nothing", () => {
  it.each<[string, (app: Hono, lid: Lid) => void, number]>([
    ["while a route is forgotten", (app) => app.get("/x", leak), 500],
    ["from middleware", (app) => app.use("*", async (c, _next) => c.text("canary")), 500],
    ["from a 404 handler of its own", (app) => app.notFound(leak as never), 500],
    ["from middleware that throws", (app) => app.use("*", (_c, _next) => Promise.reject(new Error("canary"))), 500],
    ["from a plain request", () => {}, 404],
  ])("%s", async (_what, register, status) => {
    const app = new Hono();
    register(app, cover(app, createGate()));
    const response = await app.request("/x");
    expect([response.status, (await response.text()).includes("canary")]).toEqual([status, false]);
    expect(response.headers.get("content-security-policy")).not.toBeNull();
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  });
});

it("hands a request from one guarded route to the next, which answers by its own contract", async () => {
  const app = new Hono();
  const { guard } = cover(app, openKitchen().gate);
  app.get("/api/menu", guard(readMenu), (_c, next) => next() as never);
  app.get("/api/broken/:how", guard(brokenRoute), (c) => c.json({ id: "1", quantity: 2, canary: 1 }));
  const passed = await app.request("/api/menu");
  expect(passed.status).toBe(500);
  expect(await (await app.request("/api/broken/no")).json()).toEqual({ id: "1", quantity: 2 });
});

it("a stream that nobody reads any more is told so, and a HEAD never starts it", async () => {
  const { anyone, contract, eventStream, handle, reply } = await import("cloche");
  const told: string[] = [];
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) yield "data: 1\n\n";
    } finally {
      told.push("stopped");
    }
  }
  const ticks = contract({ method: "GET", path: "/t", allow: anyone("it is tried"), returns: { 200: eventStream() } });
  const app = new Hono();
  cover(app, createGate()).mount([handle(ticks, () => reply(200, endless()))]);
  const reader = (await app.request("/t")).body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: 1\n\n");
  await reader?.cancel();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(told).toEqual(["stopped"]);
  const head = await app.request("/t", { method: "HEAD" });
  expect([head.status, head.body, head.headers.get("content-type")]).toEqual([
    200,
    null,
    "text/event-stream; charset=utf-8",
  ]);
});

it("sets several cookies side by side", async () => {
  const { anyone, contract, handle, hostCookie, ok } = await import("cloche");
  const app = new Hono();
  const cookies = ["a", "b"].map((name) => hostCookie(name, "1", { maxAgeSeconds: 1 }));
  const one = contract({
    method: "GET",
    path: "/c",
    allow: anyone("it is tried"),
    returns: { 200: readMenu.returns[200] },
  });
  cover(app, createGate()).mount([handle(one, () => ok({ page: 1, tags: [] }, { "set-cookie": cookies }))]);
  expect((await app.request("/c")).headers.getSetCookie()).toEqual(cookies);
});
