/** What a contract may say of its input beyond the schemas, held on a running server of each kind. */
import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { anyone, ConfigError, type ContractSpec, contract, createGate, handle, ok } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverFastify, lidOptions } from "cloche/fastify";
import express from "express";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

interface Served {
  readonly port: number;
  close(): Promise<void>;
}

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const Note = z.object({ note: z.string() });
const Count = z.object({ characters: z.int() });
const open = { method: "POST", allow: anyone("it only tells what it was sent") } as const;

const plainNote = contract({ ...open, path: "/plain", body: Note, returns: { 200: Count } });
const packedNote = contract({
  ...open,
  path: "/packed",
  body: Note,
  encodings: ["gzip"],
  caps: { characters: 1_000_000 },
  returns: { 200: Count },
});
const shallow = contract({
  ...open,
  path: "/shallow",
  body: z.unknown(),
  caps: { depth: 2, items: 3, keys: 4, characters: 5 },
  returns: { 200: z.object({}) },
});
const Photo = z.object({ name: z.string(), type: z.string(), size: z.int(), dish: z.string() });
const photo = contract({
  ...open,
  path: "/photos",
  body: z.object({ dish: z.string(), photo: z.file() }),
  accepts: ["multipart"],
  files: { types: ["image/png"], maxBytes: 1_000, count: 1 },
  returns: { 200: Photo },
});
const Heard = z.object({ parts: z.array(z.tuple([z.string(), z.unknown()])) });
const listen = contract({
  method: "GET",
  path: "/headers/{word}",
  allow: open.allow,
  headers: z.object({ "x-table": z.coerce.number().int().max(40), "if-match": z.string().optional() }),
  returns: { 200: Heard },
});
const routes = [
  handle(plainNote, ({ body }) => ok({ characters: body.note.length })),
  handle(packedNote, ({ body }) => ok({ characters: body.note.length })),
  handle(shallow, () => ok({})),
  handle(photo, ({ body: { dish, photo: file } }) => ok({ dish, name: file.name, type: file.type, size: file.size })),
  handle(listen, ({ headers }) => ok({ parts: Object.entries(headers) })),
];

async function serveExpress(parsesEarly = false): Promise<Served> {
  const app = express();
  const lid = coverExpress(app, createGate({}));
  if (parsesEarly) app.use(express.json());
  lid.mount(routes);
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function serveFastify(): Promise<Served> {
  const gate = createGate({});
  const app = Fastify(lidOptions(gate));
  coverFastify(app, gate).mount(routes);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

const postGzip = (port: number, path: string, note: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
    body: gzipSync(JSON.stringify({ note })),
  });

describe.each([
  ["Express 5", () => serveExpress()],
  ["Fastify 5", serveFastify],
])("%s holds what a contract says of its input", (_name, serve) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.close());

  const call = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${served.port}${path}`, init);
  const postJson = (path: string, body: unknown) =>
    call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const upload = (content: Uint8Array<ArrayBuffer>, count = 1) => {
    const form = new FormData();
    form.append("dish", "soup");
    for (let sent = 0; sent < count; sent += 1) {
      form.append("photo", new File([content], "../soup.exe", { type: "text/html" }));
    }
    return call("/photos", { method: "POST", body: form });
  };

  it("reads a compressed body where its coding is declared", async () => {
    const response = await postGzip(served.port, "/packed", "no onions");
    expect([response.status, await response.json()]).toEqual([200, { characters: 9 }]);
  });

  it("refuses a compressed body where none is, and says what it takes", async () => {
    const response = await postGzip(served.port, "/plain", "no onions");
    expect([response.status, response.headers.get("accept-encoding")]).toEqual([415, "identity"]);
    expect(await response.json()).toMatchObject({ code: "unsupported_media_type" });
  });

  it("stops a bomb at the bytes a body may have", async () => {
    const response = await postGzip(served.port, "/packed", "0".repeat(900_000));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "body_too_large" });
  });

  it("hands on a file with the type its bytes have and a harmless name", async () => {
    const response = await upload(PNG);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ dish: "soup", name: "soup.exe.png", type: "image/png", size: PNG.length });
  });

  it.each([
    ["of a type that is not declared", Buffer.from("%PDF-1.7 and more"), "file_type"],
    ["of no type that is known", Buffer.from([0, 1, 2, 3]), "file_type"],
    ["that is too big", Buffer.concat([PNG, Buffer.alloc(1_000)]), "too_big"],
  ])("refuses a file %s", async (_what, content, code) => {
    const response = await upload(content);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ path: "/photo", in: "body", code }] });
  });

  it("refuses more files than are declared, and JSON where a form is", async () => {
    expect((await upload(PNG, 2)).status).toBe(400);
    expect((await postJson("/photos", { dish: "soup", photo: "x" })).status).toBe(415);
    expect((await call("/plain", { method: "POST", body: new FormData() })).status).toBe(415);
  });

  it("reads the headers that are declared and no other", async () => {
    const response = await call("/headers/a", { headers: { "X-Table": "7", "x-other": "8" } });
    expect(await response.json()).toEqual({ parts: [["x-table", 7]] });
  });

  it.each([
    ["is missing", {}, "required"],
    ["does not fit", { "x-table": "41" }, "too_big"],
    ["is no number", { "x-table": "0x10" }, "wrong_type"],
    ["comes twice", { "x-table": ["7", "8"] }, "repeated"],
  ])("refuses a header that %s", async (_what, headers, code) => {
    const sent = request({ host: "127.0.0.1", port: served.port, path: "/headers/a", headers });
    sent.end();
    const [response] = await once(sent, "response");
    const problem: unknown = JSON.parse(await text(response));
    expect(response.statusCode).toBe(400);
    expect(problem).toMatchObject({ errors: [{ path: "/x-table", in: "header", code }] });
  });

  it.each([
    ["depth", [[[]]]],
    ["items", [1, 2, 3, 4]],
    ["keys", { a: 1, b: 2, c: 3, d: 4, e: 5 }],
    ["characters", "longer"],
  ])("holds the contract's own cap on %s", async (_cap, body) => {
    const response = await postJson("/shallow", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "malformed_body" });
  });

  it("takes what is just within the caps", async () => {
    expect((await postJson("/shallow", { a: ["12345"], b: [1, 2, 3] })).status).toBe(200);
  });

  it("leaves the length of a path parameter to its contract", async () => {
    const response = await call(`/headers/${"%C3%A9".repeat(700)}`, { headers: { "x-table": "7" } });
    expect(response.status).toBe(200);
  });
});

describe("a parser that came first", () => {
  it("makes no route take a coding its contract does not declare", async () => {
    const served = await serveExpress(true);
    try {
      expect((await postGzip(served.port, "/plain", "no onions")).status).toBe(415);
    } finally {
      await served.close();
    }
  });
});

describe("a header part that cannot be held", () => {
  it.each([
    ["names what only `cookies` reads", z.object({ cookie: z.string() })],
    ["names a credential", z.object({ authorization: z.string() })],
    ["names nothing for certain", z.looseObject({ "x-table": z.string() })],
  ])("stops the start where it %s", (_what, headers) => {
    const spec: ContractSpec = { ...open, path: "/h", headers, returns: { 200: Count } };
    expect(() => createGate({}).route(contract(spec))).toThrow(ConfigError);
  });
});
