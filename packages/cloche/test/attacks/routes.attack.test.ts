/** No spelling of a path or a method, and no way of registering, reaches a handler past its contract. */
import { createServer, type Server } from "node:http";
import {
  anyone,
  type CallerSource,
  ConfigError,
  type Contract,
  contract,
  createGate,
  handle,
  ok,
  refuse,
  signedIn,
} from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverFastify, lidOptions } from "cloche/fastify";
import express, { type RequestHandler } from "express";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EVERY_FRAMEWORK, exact, running } from "./running.js";

const nobody: CallerSource = {
  name: "test",
  ambient: false,
  scheme: {},
  missing: refuse("unauthenticated"),
  identify: (head) =>
    head.header("x-test") === "ann" ? { id: "ann", roles: [], scopes: [], via: "test", claims: {} } : undefined,
};
const options = { who: [nobody] };
const Done = z.object({ done: z.boolean() });
const secret = contract({ method: "GET", path: "/api/secret/{id}", allow: signedIn(), returns: { 200: Done } });
const change = contract({ method: "POST", path: "/api/secret/{id}", allow: signedIn(), returns: { 200: Done } });
const open = contract({ method: "GET", path: "/open", allow: anyone("it is tried"), returns: { 200: Done } });

describe.each(EVERY_FRAMEWORK)("on %s", (framework) => {
  let ran = 0;
  const run = () => {
    ran += 1;
    return ok({ done: true });
  };
  const neutral = [handle(secret, run), handle(change, run), handle(open, () => ok({ done: true }))];

  it(
    "no target reaches the handler without a credential",
    () =>
      running(framework, { options, neutral }, async ({ port }) => {
        ran = 0;
        const targets = [
          "/api/secret/1",
          "/api/secret/1/",
          "/API/Secret/1",
          "//api/secret/1",
          "/api//secret/1",
          "/api/secret/1;a=b",
          "/api;a/secret/1",
          "/api/./secret/1",
          "/x/../api/secret/1",
          "/api/secret/./1",
          "/api/secret/x/../1",
          "/api/secret/%2e/1",
          "/x/%2e%2e/api/secret/1",
          "/..//api/secret/1",
          "/api/secret//1",
          "/api/secret/1//",
          "/api/secret/1/.",
          "/api/secret/1?x-http-method-override=GET",
          "/api/%73ecret/1",
          "/%41PI/secret/1",
          "/api%252fsecret/1",
          "/api%5csecret/1",
          "/api%2fsecret/1",
          "/api/secret%2f1",
          "/%61pi/secret/1",
          "/api/secret/%31",
          "/api/secret/%2531",
          "/api/secret/1%00",
          "/api/secret/1?",
          "/api/secret/1#open",
          "/open/../api/secret/1",
          "/open%2f..%2fapi/secret/1",
          "http://a/api/secret/1",
          "http://evil.example/api/secret/1",
          "HTTP://a//api/secret/1",
          "https://a:443/api/secret/1",
          "http://ann@a/api/secret/1",
          "//a/api/secret/1",
          "/\\api/secret/1",
          "/api/secret/__proto__",
          "*",
        ];
        const headers = [
          "X-HTTP-Method-Override: GET",
          "X-HTTP-Method: GET",
          "X-Method-Override: GET",
          "X-Original-URL: /open",
          "X-Rewrite-URL: /open",
          "X-Middleware-Subrequest: middleware:middleware",
          "X-Forwarded-Prefix: /open",
          "Upgrade: h2c",
          "Connection: Upgrade, close",
          "Expect: 100-continue",
        ].join("\r\n");
        for (const target of targets) {
          for (const method of ["GET", "HEAD", "POST", "OPTIONS", "TRACE", "PROPFIND", "GET "]) {
            const text = await exact(
              port,
              `${method} ${target} HTTP/1.1\r\nHost: a\r\n${headers}\r\nContent-Length: 0\r\n\r\n`,
              400,
            );
            expect(text, `${method} ${target}`).not.toMatch(/^HTTP\/1\.1 (?:2|3|5)(?!00 Continue)/);
            expect(text).not.toContain('"done"');
          }
        }
        expect(ran).toBe(0);
      }),
    120_000,
  );

  it("the second of two pipelined requests is judged by its own credential", () =>
    running(framework, { options, neutral }, async ({ port }) => {
      const one = "GET /api/secret/1 HTTP/1.1\r\nHost: a\r\nX-Test: ann\r\n\r\n";
      const two = "GET /api/secret/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      const text = await exact(port, one + two);
      expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 401"]);
    }));

  it("a method that no contract names is answered under the cover", () =>
    running(framework, { options, neutral }, async ({ base }) => {
      for (const method of ["OPTIONS", "DELETE", "PATCH"]) {
        const response = await fetch(`${base}/api/secret/1`, { method });
        expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST, HEAD"]);
        expect(response.headers.get("content-security-policy")).not.toBeNull();
      }
    }));
});

function uncovered(
  register: (app: express.Express, guard: ReturnType<typeof coverExpress>["guard"]) => void,
): string | undefined {
  const app = express();
  const { guard, seal } = coverExpress(app, createGate(options));
  register(app, guard);
  try {
    seal();
  } catch (fault) {
    if (fault instanceof ConfigError && fault.code === "route_uncovered") return fault.where;
    throw fault;
  }
  return undefined;
}
const leak: RequestHandler = (_request, response) => void response.end("canary");

describe("Express refuses to start with", () => {
  it.each<[string, Parameters<typeof uncovered>[0], string | undefined]>([
    ["a handler that app.use put on a path", (app) => app.use("/admin", leak), "USE /admin"],
    ["a handler that router.use put on a path", (app) => app.use("/a", express.Router().use("/b", leak)), "USE /a/b"],
    ["another app mounted", (app) => app.use(express().get("/x", leak)), "USE /"],
    ["another app mounted on a path", (app) => app.use("/sub", express().get("/x", leak)), "USE /sub"],
    ["every method", (app, guard) => app.route("/open").all(guard(open) as never, leak), "ALL /open"],
    [
      "a HEAD of its own beside a guarded GET",
      (app, guard) =>
        app
          .route("/open")
          .get(guard(open) as never, leak)
          .head(leak),
      "HEAD /open",
    ],
    [
      "a second method of a guarded route",
      (app, guard) =>
        app
          .route("/open")
          .get(guard(open) as never, leak)
          .post(leak),
      "POST /open",
    ],
    ["a pattern that reaches further", (app, guard) => app.get(/open/, guard(open) as never, leak), "GET /open/"],
    [
      "several paths at once",
      (app, guard) => app.get(["/open", "/other"], guard(open) as never, leak),
      "GET /open,/other",
    ],
    ["nothing of these: middleware without a path", (app) => app.use((_request, _response, next) => next()), undefined],
    [
      "nothing of these: a guarded route in a router",
      (app, guard) => app.use("/", express.Router().get("/open", guard(open) as never, leak)),
      undefined,
    ],
  ])("%s", (_what, register, where) => expect(uncovered(register)).toBe(where));

  it("no route that comes after the check", () => {
    const app = express();
    const { seal, guard } = coverExpress(app, createGate(options));
    const router = express.Router();
    app.use("/late", router);
    const route = app.route("/open").get(guard(open) as never, leak);
    seal();
    expect(() => router.get("/x", leak)).toThrow(TypeError);
    expect(() => route.post(leak)).toThrow(TypeError);
    expect(() => app.get("/x", leak)).toThrow(TypeError);
  });

  it("and tells a caller nothing of a forgotten route", async () => {
    const app = express();
    coverExpress(app, createGate(options));
    app.get("/forgotten", leak);
    await served(createServer(app), async (base) => {
      const response = await fetch(`${base}/forgotten`);
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(text).not.toMatch(/forgotten|cloche\/|node_modules/);
      expect(response.headers.get("content-type")).toMatch(/^application\/problem/);
    });
  });
});

async function served(server: Server, work: (base: string) => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("on Express", () => {
  it("a request handed from one guarded route to the next answers by the next one's contract", async () => {
    const special = contract({
      method: "GET",
      path: "/api/{name}",
      allow: anyone("it is tried"),
      returns: { 200: z.object({ name: z.string() }) },
    });
    const app = express();
    const { guard } = coverExpress(app, createGate(options));
    app.get("/open", guard(open) as never, (_request, _response, next) => next("route"));
    app.get("/api/:name", guard(special) as never, ((_request, _response, next) => next()) as RequestHandler);
    const twin = contract({
      method: "GET",
      path: "/api/x",
      allow: anyone("it is tried"),
      returns: { 200: Done },
    });
    app.get(
      "/api/x",
      guard(twin) as never,
      ((_request, response) => void response.json({ done: true, name: "canary" })) as RequestHandler,
    );
    await served(createServer(app), async (base) => {
      expect(await (await fetch(`${base}/api/x`)).json()).toEqual({ done: true });
      const dropped = await fetch(`${base}/open`);
      expect(dropped.status).toBe(500);
    });
  });
});

it("two contracts for one method and path stop the start, since a framework would forget one of them", () => {
  const gate = createGate(options);
  const first = { method: "GET", path: "/api/{name}", allow: anyone("it is tried"), returns: { 200: Done } } as const;
  gate.route(contract(first) as Contract);
  expect(() => gate.route(contract(first) as Contract)).toThrow(/GET \/api\/\{name\}.*route_doubled/);
  const respelt = { ...first, path: "/API/{other}" } as const;
  expect(() => gate.route(contract(respelt) as Contract)).toThrow(/GET \/API\/\{other\}.*path_doubled/);
});

describe("on Fastify", () => {
  const covered = () => {
    const app = Fastify(lidOptions(createGate(options)));
    return { app, ...coverFastify(app, createGate(options)) };
  };
  const get = async (app: ReturnType<typeof covered>["app"], url: string) => app.inject({ url });

  it("a route's own hooks stand beside the contract's, never in their place", async () => {
    const { app, guard } = covered();
    const hook = async () => {};
    app.get(
      "/api/secret/:id",
      {
        ...guard(secret),
        onRequest: hook,
        preHandler: hook,
        preSerialization: async (_a, _b, payload) => ({ ...(payload as object), canary: 1 }),
      },
      async () => ({ done: true, canary: 1 }),
    );
    expect((await get(app, "/api/secret/1")).statusCode).toBe(401);
    const inside = await app.inject({ url: "/api/secret/1", headers: { "x-test": "ann" } });
    expect(inside.json()).toEqual({ done: true });
  });

  it.each<[string, object]>([
    ["the guard's config replaced", { config: {} }],
    ["a contract named and not enforced", { config: { contract: open } }],
  ])("the start fails with %s", async (_what, options) => {
    const { app, guard } = covered();
    app.get("/open", { ...guard(open), ...options }, async () => "canary");
    await expect(Promise.resolve(app.ready())).rejects.toThrow(/GET \/open/);
  });

  it("the start fails with a contract under every method", async () => {
    const { app, guard } = covered();
    app.all("/open", guard(open), async () => "canary");
    await expect(Promise.resolve(app.ready())).rejects.toThrow(/POST \/open/);
  });

  it("a plugin's own error, 404 and body handling cannot let anything out", async () => {
    const { app, guard } = covered();
    const post = contract({
      method: "POST",
      path: "/in/post",
      allow: anyone("it is tried"),
      body: z.object({ a: z.string() }),
      returns: { 200: z.object({ a: z.string() }) },
    });
    const broken = contract({
      method: "GET",
      path: "/in/broken",
      allow: anyone("it is tried"),
      returns: { 200: Done },
    });
    const thrown = contract({
      method: "GET",
      path: "/in/thrown",
      allow: anyone("it is tried"),
      returns: { 200: Done },
    });
    app.register(
      async (scope) => {
        scope.setErrorHandler((error, _request, reply) => reply.code(200).send(`canary ${String(error)}`));
        scope.setNotFoundHandler((_request, reply) => reply.send("canary"));
        scope.addContentTypeParser("text/plain", { parseAs: "string" }, (_request, body, done) =>
          done(null, { canary: body }),
        );
        scope.post("/post", guard(post), async (request) => request.body);
        scope.get("/broken", guard(broken), async () => ({ done: "canary" }));
        scope.get("/thrown", guard(thrown), async () => {
          throw new Error("canary");
        });
      },
      { prefix: "/in" },
    );
    const answers = [
      await get(app, "/in/broken"),
      await get(app, "/in/thrown"),
      await get(app, "/in/nowhere"),
      await app.inject({ url: "/in/post", method: "POST", headers: { "content-type": "text/plain" }, body: "canary" }),
      await app.inject({
        url: "/in/post",
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"a":"b"}',
      }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([500, 500, 404, 415, 200]);
    expect(answers.map(({ body }) => body).join()).not.toContain("canary");
    await app.close();
  });

  it("a stream and a Response object are held to the contract too", async () => {
    const { app, guard } = covered();
    app.get(
      "/open",
      guard(open),
      async () => new Response('{"done":true,"canary":1}', { headers: { "content-type": "application/json" } }),
    );
    const answer = await get(app, "/open");
    expect([answer.statusCode, answer.body.includes("canary")]).toEqual([500, false]);
  });
});
