/** Every refusal that a running API answers is in its description, and the description keeps the rules. */
import {
  anyone,
  bytes,
  type CallerSource,
  contract,
  createGate,
  eventStream,
  type GateOptions,
  handle,
  memoryIdempotencyStore,
  nothing,
  ok,
  openApi,
  problems,
  refuse,
  scope,
} from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import { memoryLimitStore } from "cloche/rate-limit";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { faultsOf } from "./rules.js";
import { codesOf, type Json } from "./shape.js";

const Tree = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree).optional();
  },
});
const key: CallerSource = {
  name: "key",
  ambient: false,
  scheme: { type: "apiKey", in: "header", name: "x-key" },
  missing: refuse("unauthenticated"),
  identify: (head) => {
    const id = head.header("x-key");
    if (id === undefined) return undefined;
    if (id === "bad") return refuse("token_invalid");
    return { id, roles: [], scopes: id === "full" ? ["write"] : [], via: "key", claims: {} };
  },
};
const write = contract({
  method: "POST",
  path: "/things/{id}",
  tags: ["things"],
  allow: scope("write"),
  params: z.object({ id: z.string().max(9) }),
  query: z.object({ sort: z.enum(["up"]).optional(), tree: Tree.optional() }),
  cookies: z.object({ theme: z.string().optional() }),
  body: z.object({ tree: Tree, note: z.union([z.string(), z.object({ a: z.int() })]) }),
  accepts: ["json", "form"],
  maxBodyBytes: 200,
  idempotent: "required",
  limit: "9 per minute by caller",
  returns: {
    200: Tree,
    409: problems({ taken: "It is taken." }, { taken: z.object({ by: Tree }) }),
    503: z.object({ status: z.string() }),
  },
});
const others = [
  contract({ method: "GET", path: "/a-b", allow: anyone("x"), returns: { 200: bytes("image/png", "image/gif") } }),
  contract({ method: "GET", path: "/a/b", allow: anyone("x"), returns: { 200: eventStream() } }),
  contract({ method: "DELETE", path: "/a/b", allow: anyone("x"), returns: { 204: nothing() } }),
];
const options: GateOptions = {
  who: [key],
  limits: { store: memoryLimitStore() },
  idempotency: memoryIdempotencyStore(),
};
const document = openApi({ title: "t", version: "1" }, [write, ...others], options);
const operation = (document.paths as Record<string, Record<string, Json>>)["/things/{id}"]?.post ?? {};
const responses = operation.responses as Readonly<Record<string, Json>>;

describe("the description", () => {
  it("keeps the rules, with schemas that point into themselves", () => {
    expect(JSON.stringify(document)).toContain("#/components/schemas/schema-");
    expect(faultsOf(document)).toEqual([]);
  });

  it("is caught by the rules where it is broken", () => {
    const broken = JSON.parse(JSON.stringify(document).replaceAll("/problem-rate_limited", "/gone")) as Json;
    expect(faultsOf(broken).length).toBeGreaterThan(0);
    const twice = JSON.parse(JSON.stringify(document).replace('"get-a-b-2"', '"get-a-b"')) as Json;
    expect(faultsOf(twice)).toEqual(["an operationId comes twice"]);
  });

  it("says what the credential must reach, what the body may be, and what comes beside an answer", () => {
    expect(operation.security).toEqual([{ key: ["write"] }]);
    expect(document.tags).toEqual([{ name: "things" }]);
    const body = operation.requestBody as { content: object; description: string };
    expect(Object.keys(body.content)).toEqual(["application/json", "application/x-www-form-urlencoded"]);
    expect(body.description).toBe("At most 200 bytes.");
    expect(Object.keys(responses["200"]?.headers as object)).toEqual(["RateLimit", "RateLimit-Policy"]);
    expect(Object.keys(responses["429"]?.headers as object)).toContain("Retry-After");
    expect(Object.keys(responses["401"]?.headers as object)).toContain("WWW-Authenticate");
    expect(Object.keys(responses["503"]?.content as object)).toEqual(["application/json", "application/problem+json"]);
    const places = (operation.parameters as readonly Json[]).map((one) => `${String(one.in)} ${String(one.name)}`);
    expect(places).toEqual(["path id", "query sort", "query tree", "cookie theme", "header Idempotency-Key"]);
  });

  it("says what a problem carries beside its own members", () => {
    const schemas = responses["409"]?.content as { "application/problem+json": { schema: { oneOf: readonly Json[] } } };
    const taken = schemas["application/problem+json"].schema.oneOf.find(
      ({ description }) => description === "It is taken.",
    );
    const [, , members] = (taken?.allOf ?? []) as readonly Json[];
    expect(members).toMatchObject({ type: "object", required: ["by"] });
    expect(members).not.toHaveProperty("additionalProperties");
  });

  it("tells clients that unknown keys are refused, and only where they are", () => {
    const shared = (document.components as { schemas: Record<string, Json> }).schemas;
    const bodies = Object.entries(shared).filter(([, schema]) => "note" in ((schema.properties ?? {}) as object));
    expect(bodies.map(([, schema]) => schema.additionalProperties)).toEqual([false]);
  });
});

const UUID = "0123456789abcdef";
const good = { "x-key": "full", "idempotency-key": UUID, "content-type": "application/json" };
const json = JSON.stringify({ tree: { name: "a" }, note: "b" });

/** What is sent, and which refusal it meets. */
const REQUESTS: readonly (readonly [code: string, headers: Record<string, string>, body: string, query?: string])[] = [
  ["unauthenticated", { "content-type": "application/json" }, json],
  ["token_invalid", { ...good, "x-key": "bad" }, json],
  ["insufficient_scope", { ...good, "x-key": "thin" }, json],
  ["unsupported_media_type", { ...good, "content-type": "text/plain" }, json],
  ["malformed_body", good, "{"],
  ["body_too_large", good, `"${"x".repeat(300)}"`],
  ["validation_failed", good, '{"tree":{"name":1},"note":"b"}'],
  ["validation_failed", good, json, "?sort=down"],
  ["idempotency_missing", { "x-key": "full", "content-type": "application/json" }, json],
  ["request_malformed", { ...good, "idempotency-key": "short" }, json],
  ["idempotency_mismatch", good, JSON.stringify({ tree: { name: "c" }, note: "d" })],
  ["rate_limited", good, json],
];

describe("a running API", () => {
  it("refuses nothing with a code or a header that its description does not name", async () => {
    const gate = createGate({ ...options, limits: { store: memoryLimitStore() } });
    const server = Fastify(lidOptions(gate));
    cover(server, gate).mount([handle(write, ({ body }) => ok(body.tree))]);
    const send = async (headers: Record<string, string>, body: string, query = "") =>
      server.inject({ method: "POST", url: `/things/1${query}`, headers, payload: body });
    expect((await send(good, json)).statusCode).toBe(200);
    const met = new Set<string>();
    for (const [code, headers, body, query] of REQUESTS) {
      const answer = await (code === "rate_limited" ? exhausted(send) : send(headers, body, query));
      const { status, code: told } = answer.json<{ status: number; code: string }>();
      expect(told).toBe(code);
      const described = responses[String(status)];
      const content = (described?.content ?? {}) as Readonly<Record<string, Json>>;
      const problem = content["application/problem+json"];
      expect(codesOf(problem?.schema as Json)).toContain(code);
      for (const name of ["RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"]) {
        if (answer.headers[name.toLowerCase()] === undefined) continue;
        expect(Object.keys((described?.headers ?? {}) as object), `${code} ${name}`).toContain(name);
      }
      met.add(code);
    }
    expect(met.size).toBe(11);
    await server.close();
  });
});

/** Sends until the limit is reached. */
async function exhausted<Answer extends { readonly statusCode: number }>(
  send: (headers: Record<string, string>, body: string) => Promise<Answer>,
): Promise<Answer> {
  for (let count = 0; count < 20; count += 1) {
    const answer = await send(good, json);
    if (answer.statusCode === 429) return answer;
  }
  throw new Error("The limit was never reached.");
}
