/** The declarations compile in users' projects, under both ways of resolving modules. */
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { doors, INSTALLED, packed, succeeded } from "./packed.js";

const library = packed();
afterAll(() => library.remove());

const TSC = join(INSTALLED, "typescript/bin/tsc");

const settings = (compilerOptions: object) =>
  JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: "ES2023",
      lib: ["ES2023"],
      types: ["node"],
      ...compilerOptions,
    },
    include: ["*.ts"],
  });

const EVERY_DOOR = [...doors().keys()]
  .map((name, index) => `import * as door${index} from "${name}";\nexport const kept${index}: object = door${index};`)
  .join("\n");

const APP = `
import { anyone, contract, created, createGate, handle, ok, role } from "cloche";
import { cover as onExpress } from "cloche/express";
import { cover as onFastify, lidOptions } from "cloche/fastify";
import { bearer, keyRing, secretKey, tokenVerifier } from "cloche/jwt";
import { memoryLimitStore } from "cloche/rate-limit";
import { plainText } from "cloche/sanitize";
import express from "express";
import Fastify from "fastify";
import { z } from "zod";
${EVERY_DOOR}

const place = contract({
  method: "POST",
  path: "/orders/{table}",
  allow: role("customer"),
  body: z.object({ quantity: z.int(), note: plainText(80).optional() }),
  limit: "10 per minute by caller",
  returns: { 201: z.object({ id: z.string() }) },
});
export const open = contract({ method: "GET", path: "/", allow: anyone("a reason"), returns: { 200: z.string() } });
// @ts-expect-error a reason must be given
anyone("");

const keys = keyRing([secretKey({ algorithm: "HS256", secret: "x" })]);
const verifier = tokenVerifier({ issuers: [{ issuer: "i", audience: "a", algorithms: ["HS256"], keys }] });
const gate = createGate({ who: [bearer({ verifier })], limits: { store: memoryLimitStore() } });

const app = express();
app.post("/orders/:table", onExpress(app, gate).guard(place), (request, response) => {
  const quantity: number = request.body.quantity;
  response.status(201).json({ id: String(quantity) });
});
onFastify(Fastify(lidOptions(gate)), gate).mount([
  handle(place, ({ caller, params, body }) => {
    const table: string = params.table;
    const note: string | undefined = body.note;
    return created({ id: caller.id + table + (note ?? "") });
  }),
  // @ts-expect-error 200 is not among what the contract returns
  handle(place, () => ok({ id: "1" })),
]);
`;

const WEB = `
import { anyone, contract, created, createGate, handle, ok, role } from "cloche";
import { cover, type Guarded, type HonoLid, type LidOptions } from "cloche/hono";
import { action, guard, type NativeHandler, type RouteHandler, route, routes } from "cloche/next";
import { Hono, type MiddlewareHandler } from "hono";
import type { NextRequest } from "next/server.js";
import { z } from "zod";

const read = contract({
  method: "GET",
  path: "/orders/{id}",
  allow: role("customer"),
  query: z.object({ page: z.coerce.number().int().default(1) }),
  returns: { 200: z.object({ id: z.string() }) },
});
const place = contract({
  method: "POST",
  path: "/orders",
  allow: anyone("it is tried"),
  body: z.object({ quantity: z.int() }),
  returns: { 201: z.object({ id: z.string() }) },
});
const gate = createGate();
const app = new Hono<{ Variables: { tenant: string } }>();
const options: LidOptions = { address: (c) => c.req.header("cf-connecting-ip") };
const lid: HonoLid = cover(app, gate, options);
const guarded = lid.guard(read);
export const kept: Guarded<typeof read> = guarded;
export const middleware: MiddlewareHandler = guarded;

app.get("/orders/:id", guarded, (c) => {
  const { params, query, caller } = c.var.visit;
  const page: number = query.page;
  const id: string = params.id + caller.id + c.var.tenant + c.req.param("id");
  // @ts-expect-error the contract declares no such parameter
  params.other;
  // @ts-expect-error a GET has no body
  c.var.visit.body.quantity;
  return c.json({ id: id + page });
});
app.post("/orders", lid.guard(place), (c) => {
  const quantity: number = c.var.visit.body.quantity;
  // @ts-expect-error anyone may call, so that there is no caller to rely on
  c.var.visit.caller.id;
  return c.json({ id: String(quantity) }, 201);
});

const reading: NativeHandler<typeof read> = (_request, { params, caller }) => Response.json({ id: params.id + caller.id });
const one: RouteHandler = guard(gate, read, reading);
export const { GET, HEAD, POST } = routes(gate, one, handle(place, ({ body }) => created({ id: String(body.quantity) })));
// As the types that Next.js generates for each route ask.
export const asNext: (request: NextRequest, context: { params: Promise<{ id: string }> }) => Promise<Response> = GET;
export const alone: RouteHandler = route(gate, handle(read, ({ params }) => ok({ id: params.id })));
// @ts-expect-error what is answered is no shape of the contract's
route(gate, handle(read, () => ok({ name: "1" })));
// @ts-expect-error a handler answers with a Response
guard(gate, read, () => ({ id: "1" }));

const leave = action(gate, place, ({ body }) => created({ id: String(body.quantity) }));
export async function left(): Promise<string> {
  const answer = await leave({ quantity: 1 });
  if (!answer.ok) return answer.problem.code;
  return answer.body.id;
}
`;

const ALONE = `
import { cors, cover } from "cloche/headers";
import { limit } from "cloche/rate-limit";
import { tokenVerifier } from "cloche/jwt";
import { stripe } from "cloche/webhooks";
import { environment } from "cloche/secrets";
import { jsonSink } from "cloche/observe";
import { bodyReader } from "cloche/validation";
import { createGate } from "cloche";
export const parts = [cors, cover, limit, tokenVerifier, stripe, environment, jsonSink, bodyReader, createGate];
`;

const PEER_TYPES = ["zod", "express", "fastify", "hono", "next", "htmlparser2", "@types/node", "@types/express"];
const MODES = [
  ["NodeNext", { module: "NodeNext", moduleResolution: "NodeNext" }],
  ["Bundler", { module: "ESNext", moduleResolution: "Bundler" }],
] as const;

describe.each(MODES)("resolved as %s", (_name, mode) => {
  it("every door compiles, and the types hold handlers to their contract", () => {
    const strictest = { ...mode, skipLibCheck: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
    const folder = library.project(PEER_TYPES, { "app.ts": APP, "web.ts": WEB, "tsconfig.json": settings(strictest) });
    expect(succeeded(process.execPath, [TSC, "-p", folder], folder)).toBe("");
  });

  it("the doors without a peer compile, their declarations checked too, where none is installed", () => {
    const options = settings({ ...mode, skipLibCheck: false });
    const folder = library.project(["@types/node"], { "app.ts": ALONE, "tsconfig.json": options });
    expect(succeeded(process.execPath, [TSC, "-p", folder], folder)).toBe("");
  });
});
