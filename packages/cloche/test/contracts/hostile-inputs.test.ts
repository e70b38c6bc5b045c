/** Sends the public collections of hostile texts and JSON through a running API, once for each adapter. */
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { anyone, contract, handle, ok } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverFastify, lidOptions } from "cloche/fastify";
import { cleanText, forUrl, plainText } from "cloche/sanitize";
import express from "express";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Served } from "./adapter.js";
import { type Kitchen, openKitchen } from "./kitchen-api.js";

interface JsonCase {
  readonly name: string;
  readonly expected: "accept" | "reject" | "either";
  readonly base64: string;
}

const STRINGS = new URL("../../../../../shared/vectors/naughty-strings.json", import.meta.url);
const JSON_SUITE = new URL("../../../../../shared/vectors/json-test-suite.json", import.meta.url);
const present = existsSync(STRINGS) && existsSync(JSON_SUITE);
const read = <T>(url: URL): T => JSON.parse(readFileSync(url, "utf8")) as T;
const strings = present ? read<{ strings: readonly string[] }>(STRINGS).strings : [];
const cases = present ? read<{ cases: readonly JsonCase[] }>(JSON_SUITE).cases : [];

// RFC 8259 lets readers differ about duplicate names, so this API takes none.
const STRICTER: ReadonlySet<string> = new Set([
  "y_object_duplicated_key.json",
  "y_object_duplicated_key_and_value.json",
]);
const MAX_NOTE = 10_000;
const AT_ONCE = 16;

const Note = z.object({ note: plainText(MAX_NOTE, { multiline: true }) });
const because = anyone("it only repeats what it is told");
const repeatBody = contract({ method: "POST", path: "/api/notes", allow: because, body: Note, returns: { 200: Note } });
const repeatQuery = contract({
  method: "GET",
  path: "/api/notes",
  allow: because,
  query: Note,
  returns: { 200: Note },
});
const repeatPath = contract({
  method: "GET",
  path: "/api/notes/{note}",
  allow: because,
  params: Note,
  returns: { 200: Note },
});
const takeAnything = contract({
  method: "POST",
  path: "/api/anything",
  allow: because,
  body: z.unknown(),
  returns: { 200: z.object({ type: z.string() }) },
});
const routes = [
  handle(repeatBody, ({ body }) => ok(body)),
  handle(repeatQuery, ({ query }) => ok(query)),
  handle(repeatPath, ({ params }) => ok(params)),
  handle(takeAnything, ({ body }) => ok({ type: typeof body })),
];

async function serveExpress({ gate }: Kitchen): Promise<Served> {
  const app = express();
  coverExpress(app, gate).mount(routes);
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function serveFastify({ gate }: Kitchen): Promise<Served> {
  const app = Fastify(lidOptions(gate));
  coverFastify(app, gate).mount(routes);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

/** Runs the work for each item, some at once, and answers what `objection` found. */
async function objections<T>(items: readonly T[], objection: (item: T) => Promise<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    const answers = await Promise.all(items.slice(at, at + AT_ONCE).map(objection));
    found.push(...answers.filter((answer) => answer !== undefined));
  }
  return found;
}

describe.skipIf(!present).each([
  ["Express 5", serveExpress],
  ["Fastify 5", serveFastify],
])("%s, told every hostile input", (_name, serve) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(openKitchen("1000000 per 15 minutes by address"));
  });
  afterAll(() => served.close());

  const call = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${served.port}${path}`, init);
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>) =>
    call(path, { method: "POST", headers: { "content-type": "application/json" }, body });

  /** What is wrong with an answer that should repeat the text as it is when cleaned. */
  async function repeated(text: string, response: Response): Promise<unknown> {
    const answer: unknown = await response.json();
    const expected = { note: cleanText(text, { maxLength: MAX_NOTE, multiline: true }) };
    const isSame = response.status === 200 && JSON.stringify(answer) === JSON.stringify(expected);
    return isSame ? undefined : { text, status: response.status, answer };
  }

  it("repeats every naughty string of a body as it was, but for what no text needs", async () => {
    expect(strings.length).toBeGreaterThan(400);
    const found = await objections(strings, async (note) =>
      repeated(note, await post("/api/notes", JSON.stringify({ note }))),
    );
    expect(found).toEqual([]);
  });

  it("repeats every naughty string of a query", async () => {
    const found = await objections(strings, async (note) =>
      repeated(note, await call(`/api/notes?note=${forUrl(note)}`)),
    );
    expect(found).toEqual([]);
  });

  it("repeats every naughty string of a path, or says that there is no such address", async () => {
    // The URL standard takes these for steps in the path, encoded or not.
    const spoken = strings.filter((text) => text !== "" && text !== "." && text !== "..");
    const found = await objections(spoken, async (note) => {
      const response = await call(`/api/notes/${forUrl(note)}`);
      return [404, 414].includes(response.status) ? undefined : repeated(note, response);
    });
    expect(found).toEqual([]);
  });

  it("never answers a naughty string in a header with an error of its own", async () => {
    const visible = strings.filter((text) => /^[\x20-\x7e]+$/.test(text));
    const found = await objections(visible, async (text) => {
      const headers = { "x-note": text, "x-request-id": text, cookie: text, authorization: text, accept: text };
      const { status } = await call("/api/notes?note=x", { headers });
      return status < 500 ? undefined : { text, status };
    });
    expect(found).toEqual([]);
  });

  it("reads and refuses every text of the JSON test suite as RFC 8259 says", async () => {
    expect(cases.length).toBeGreaterThan(300);
    const found = await objections(cases, async ({ name, expected, base64 }) => {
      const body = Buffer.from(base64, "base64");
      const { status } = await post("/api/anything", body);
      const allowed = expected === "reject" || STRICTER.has(name) ? [400, 413] : [200];
      const fits = expected === "either" ? status < 500 : allowed.includes(status);
      // A body without a byte is no JSON text; here it is simply no body, and the schema decides.
      return fits || body.length === 0 ? undefined : { name, expected, status };
    });
    expect(found).toEqual([]);
  });
});
