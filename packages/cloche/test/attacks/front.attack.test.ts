/** Credentials, limits and input: nobody slips past, nobody locks another out, and no canary comes out anywhere. */
import { anyone, type CallerSource, contract, createGate, handle, ok, openApi, refuse, signedIn } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { memoryLimitStore } from "cloche/rate-limit";
import express from "express";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exact, FRAMEWORKS, running, unheardDuring } from "./running.js";

const Done = z.object({ done: z.boolean() });
const Body = z.object({ n: z.number() });
const source = (name: string, header: string, ambient: boolean): CallerSource => ({
  name,
  ambient,
  scheme: { type: "http", scheme: "bearer" },
  missing: refuse("unauthenticated"),
  identify: (head) => {
    const id = head.header(header);
    if (id === undefined) return undefined;
    return id.includes("bad") ? refuse("token_invalid") : { id, roles: [], scopes: [], via: name, claims: {} };
  },
});
const who = [source("token", "x-token", false), source("session", "cookie", true)];
const read = contract({
  method: "GET",
  path: "/mine",
  allow: signedIn(),
  query: z.object({ q: z.string().optional() }),
  limit: "3 per minute by caller",
  returns: { 200: Done },
});
const write = contract({ method: "POST", path: "/mine", allow: signedIn(), body: Body, returns: { 200: Done } });
const menu = contract({
  method: "GET",
  path: "/menu",
  allow: anyone("it is public"),
  query: z.object({ q: z.string().optional() }),
  limit: "80 per minute by address",
  returns: { 200: Done },
});
const keep = contract({
  method: "POST",
  path: "/keep",
  allow: anyone("it is tried"),
  cookies: z.object({ cart: z.string().optional() }),
  body: Body,
  returns: { 200: Done },
});
const named = contract({
  method: "GET",
  path: "/named/{constructor}/{toString}",
  allow: anyone("it is tried"),
  returns: { 200: z.object({ got: z.string() }) },
});
let bodies: unknown[] = [];
const done = ({ body }: { body?: unknown }) => {
  bodies.push(body);
  return ok({ done: true });
};
const neutral = [
  handle(read, done),
  handle(write, done),
  handle(menu, done),
  handle(keep, done),
  handle(named, ({ params }) => ok({ got: `${params.constructor} ${params.toString}` })),
];
const api = () => ({
  options: { who, limits: { store: memoryLimitStore(), failures: "5 per minute by address" } },
  neutral,
});
const json = { "content-type": "application/json" };

describe.each(FRAMEWORKS)("on %s", (framework) => {
  it("a cookie that a foreign page sent along changes nothing", () =>
    running(framework, api(), async ({ base }) => {
      const send = async (path: string, headers: Record<string, string>) =>
        (await fetch(base + path, { method: "POST", headers: { ...json, ...headers }, body: '{"n":1}' })).status;
      expect(await send("/mine", { cookie: "ann", "sec-fetch-site": "cross-site" })).toBe(403);
      expect(await send("/mine", { cookie: "ann", "sec-fetch-site": "same-site" })).toBe(403);
      expect(await send("/mine", { cookie: "ann", origin: "https://evil.example" })).toBe(403);
      expect(await send("/mine", { cookie: "ann", origin: "null" })).toBe(403);
      expect(await send("/keep", { cookie: "cart=1", "sec-fetch-site": "cross-site" })).toBe(403);
      expect(
        await send("/mine", { cookie: "ann", "x-http-method-override": "GET", "sec-fetch-site": "cross-site" }),
      ).toBe(403);
      expect(await send("/mine", { cookie: "ann", "sec-fetch-site": "same-origin" })).toBe(200);
      expect(await send("/mine", { "x-token": "ann", "sec-fetch-site": "cross-site" })).toBe(200);
    }));

  it("two credentials are none, good and bad alike", () =>
    running(framework, api(), async ({ base }) => {
      for (const cookie of ["ann", "bad"]) {
        expect((await fetch(`${base}/mine`, { headers: { "x-token": "ann", cookie } })).status).toBe(400);
      }
    }));

  it("a caller's limit follows the caller, and a spoofed address follows nobody", () =>
    running(framework, api(), async ({ base }) => {
      const ask = async (token: string, count: number) => {
        const headers = {
          "x-token": token,
          "x-forwarded-for": `198.51.100.${count}`,
          forwarded: `for=198.51.100.${count}`,
        };
        return (await fetch(`${base}/mine?q=${count}`, { headers })).status;
      };
      const statuses: number[] = [];
      for (let count = 0; count < 4; count += 1) statuses.push(await ask("ann", count));
      expect(statuses).toEqual([200, 200, 200, 429]);
      expect(await ask("bob", 0)).toBe(200);
      const failures: number[] = [];
      for (let count = 0; count < 7; count += 1) failures.push(await ask("bad", count));
      expect(failures).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect((await fetch(`${base}/menu`)).status).toBe(200);
    }));

  it("malformed requests that any page can cause never lock their sender out of signing in", () =>
    running(framework, api(), async ({ base }) => {
      for (let count = 0; count < 10; count += 1) expect((await fetch(`${base}/menu?q=%ff`)).status).toBe(400);
      for (let count = 0; count < 6; count += 1) {
        expect((await fetch(`${base}/mine?q=%ff`, { headers: { "x-token": `c${count}` } })).status).toBe(400);
      }
      expect((await fetch(`${base}/mine`, { headers: { "x-token": "ann" } })).status).toBe(200);
    }));

  it.each<[string, string, RegExp]>([
    [
      "a body on a GET",
      'GET /menu HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{"n":1}',
      /^HTTP\/1\.1 200/,
    ],
    [
      "a length and chunks",
      'POST /mine HTTP/1.1\r\nHost: a\r\nX-Token: ann\r\nContent-Type: application/json\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"n":1}\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400/,
    ],
    [
      "two lengths",
      'POST /mine HTTP/1.1\r\nHost: a\r\nX-Token: ann\r\nContent-Length: 7\r\nContent-Length: 9\r\n\r\n{"n":1}',
      /^HTTP\/1\.1 400/,
    ],
    [
      "a length that lies",
      'POST /mine HTTP/1.1\r\nHost: a\r\nX-Token: ann\r\nContent-Type: application/json\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{"n":1}',
      /^HTTP\/1\.1 400/,
    ],
    [
      "no content type",
      'POST /mine HTTP/1.1\r\nHost: a\r\nX-Token: ann\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{"n":1}',
      /^HTTP\/1\.1 415/,
    ],
    [
      "two content types",
      'POST /mine HTTP/1.1\r\nHost: a\r\nX-Token: ann\r\nContent-Type: application/json, text/plain\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{"n":1}',
      /^HTTP\/1\.1 415/,
    ],
    [
      "a promise to continue",
      'POST /mine HTTP/1.1\r\nHost: a\r\nX-Token: ann\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{"n":1}',
      /HTTP\/1\.1 200/,
    ],
    ["a huge header", `GET /menu HTTP/1.1\r\nHost: a\r\nX-A: ${"x".repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431/],
    ["a line break in a header", "GET /menu HTTP/1.1\r\nHost: a\r\nX-A: b\nX-Token: ann\r\n\r\n", /^HTTP\/1\.1 400/],
    [
      "names of the prototype in a query",
      "GET /menu?__proto__=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      /^HTTP\/1\.1 400/,
    ],
    [
      "names of the prototype in a body",
      'POST /mine HTTP/1.1\r\nHost: a\r\nX-Token: ann\r\nContent-Type: application/json\r\nContent-Length: 30\r\nConnection: close\r\n\r\n{"n":1,"__proto__":{"done":1}}',
      /^HTTP\/1\.1 400/,
    ],
    [
      "names of the prototype in a cookie",
      'POST /keep HTTP/1.1\r\nHost: a\r\nCookie: __proto__=1; constructor=2\r\nContent-Type: application/json\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{"n":1}',
      /^HTTP\/1\.1 (200|400)/,
    ],
    [
      "parameters named after the prototype",
      "GET /named/__proto__/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      /"got":"__proto__ x"/,
    ],
  ])("takes %s for what it is", async (_what, request, expected) => {
    const unheard = await unheardDuring(() =>
      running(framework, api(), async ({ port }) => {
        expect(await exact(port, request, 1500)).toMatch(expected);
        expect(({} as { done?: unknown }).done).toBeUndefined();
      }),
    );
    expect(unheard).toEqual([]);
  });

  it("no canary of a request comes out in an answer or a line, whatever refuses it", async () => {
    const canary = "canary-4f1e9b7c2a";
    const leak = handle(
      contract({
        method: "POST",
        path: "/leak/{id}",
        allow: anyone("it is tried"),
        body: Body,
        returns: { 200: Done },
      }),
      () => {
        throw Object.assign(new Error(`mail ${canary}@mail.example failed`), {
          headers: { authorization: canary },
          body: canary,
        });
      },
    );
    const texts: string[] = [];
    await running(framework, { ...api(), neutral: [...neutral, leak] }, async ({ base, lines }) => {
      const tries: [string, RequestInit][] = [
        [`/${canary}`, {}],
        [`/menu?q=%ff${canary}`, {}],
        [`/menu?page=${canary}`, {}],
        [`/menu/%ff${canary}`, {}],
        ["/mine", { headers: { "x-token": `bad-${canary}` } }],
        ["/mine", { headers: { cookie: `bad=${canary}` } }],
        ["/mine", { method: "POST", headers: { "x-token": "ann", ...json }, body: `{"n":"${canary}"}` }],
        ["/mine", { method: "POST", headers: { "x-token": "ann", ...json }, body: `{"n":1,${canary}` }],
        ["/mine", { method: "POST", headers: { "x-token": "ann", "content-type": canary }, body: canary }],
        [
          "/mine",
          {
            headers: { authorization: `Bearer ${canary}`, referer: canary, "user-agent": canary, traceparent: canary },
          },
        ],
        [`/leak/${canary}`, { method: "POST", headers: json, body: '{"n":1}' }],
      ];
      for (const [path, init] of tries) {
        const response = await fetch(base + path, init);
        texts.push(`${response.status} ${await response.text()} ${JSON.stringify([...response.headers])}`);
      }
      texts.push(JSON.stringify(lines));
    });
    expect(texts.filter((text) => text.includes(canary))).toEqual([]);
  });
});

it("a parser in front of the lid does not widen what a route takes (Express)", async () => {
  const app = express();
  app.use(express.urlencoded({ extended: true }), express.text({ type: "*/*" }));
  const form = contract({
    method: "POST",
    path: "/form",
    allow: anyone("it is tried"),
    body: z.object({ n: z.string() }),
    returns: { 200: Done },
  });
  coverExpress(app, createGate()).mount([handle(form, done)]);
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  bodies = [];
  for (const type of ["application/x-www-form-urlencoded", "text/plain"]) {
    const response = await fetch(`http://127.0.0.1:${port}/form`, {
      method: "POST",
      headers: { "content-type": type },
      body: "n=1",
    });
    expect(response.status).toBe(415);
  }
  expect(bodies).toEqual([]);
  server.closeAllConnections();
  server.close();
});

describe("the API's description", () => {
  interface Tree {
    name: string;
    next?: Tree | undefined;
  }
  const tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), next: tree.optional() }));
  const odd = [
    z.any().transform(() => 1),
    z.bigint(),
    z.custom(() => true),
    z.instanceof(Date),
    z.map(z.string(), z.date()),
    z.symbol(),
    z.lazy(() => {
      throw new Error("odd");
    }),
    tree,
    { "~standard": { version: 1, vendor: "other", validate: (value: unknown) => ({ value }) } } as never,
    {
      "~standard": {
        version: 1,
        vendor: "other",
        validate: (value: unknown) => ({ value }),
        get jsonSchema() {
          throw new Error("odd");
        },
      },
    } as never,
  ];
  it("is made of any schema", () => {
    for (const schema of odd) {
      const one = {
        method: "POST",
        path: "/odd",
        allow: anyone("it is tried"),
        body: schema,
        returns: { 200: schema },
        name: "POST /odd",
      };
      const document = openApi({ title: "a", version: "1" }, [one as never], { who });
      expect(() => JSON.stringify(document)).not.toThrow();
    }
  });

  it("points only at what is there", () => {
    const one = contract({
      method: "POST",
      path: "/tree/{id}",
      allow: signedIn(),
      body: z.object({ tree }),
      idempotent: true,
      returns: { 200: tree },
    });
    const document = openApi({ title: "a", version: "1" }, [one, read, menu], { who });
    expect(dangling(document)).toEqual([]);
    expect(Object.keys(document.paths as object)).toEqual(["/tree/{id}", "/mine", "/menu"]);
    const names = Object.keys((document.components as { securitySchemes: object }).securitySchemes);
    for (const operations of Object.values(document.paths as Record<string, Record<string, Operation>>)) {
      for (const { responses, security, parameters = [], operationId } of Object.values(operations)) {
        expect(Object.keys(responses).every((status) => /^[1-5]\d\d$/.test(status))).toBe(true);
        expect(Object.values(responses).every(({ description }) => description !== "")).toBe(true);
        expect(security.flatMap(Object.keys).every((name) => names.includes(name))).toBe(true);
        expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
        expect(operationId).toMatch(/^[a-z0-9-]+$/);
      }
    }
  });
});

interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, { readonly description: string }>;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string }[];
}

/** References that lead nowhere: JSON Schema resolves `#` from the nearest `$id`, and else from the whole document. */
function dangling(document: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown, root: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const here = "$id" in value ? value : root;
    const { $ref } = value as { readonly $ref?: unknown };
    if (typeof $ref === "string" && (resolve(here, $ref) === undefined || (here === document && $ref === "#")))
      found.push($ref);
    for (const inner of Object.values(value)) walk(inner, here);
  };
  walk(document, document);
  return found;
}

function resolve(root: unknown, reference: string): unknown {
  return reference
    .split("/")
    .slice(1)
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], root);
}
