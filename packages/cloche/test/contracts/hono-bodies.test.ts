/** On Hono over Node.js the gate reads the body below the framework; nobody may be told that there was none. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { getRequestListener } from "@hono/node-server";
import { anyone, contract, createGate } from "cloche";
import { cover } from "cloche/hono";
import { plainText } from "cloche/sanitize";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const note = contract({
  method: "POST",
  path: "/notes",
  allow: anyone("everybody may leave a note"),
  body: z.object({ words: plainText(80_000) }),
  maxBodyBytes: 100_000,
  caps: { characters: 90_000 },
  returns: { 200: z.unknown() },
});

interface Around {
  readonly before?: MiddlewareHandler;
  readonly body?: string;
  /** Has the Node.js request before Hono. */
  readonly platform?: (incoming: IncomingMessage) => Promise<void>;
}

/** What a handler that looks at the request itself finds, once a request went through `before` and the gate. */
async function found(
  look: (context: Context) => unknown,
  { before, body = '{"words":"hello"}', platform }: Around = {},
): Promise<unknown> {
  const app = new Hono();
  const { guard, seal } = cover(app, createGate());
  if (before !== undefined) app.use("*", before);
  app.post("/notes", guard(note), async (c) => c.json({ words: c.var.visit.body.words.length, looked: await look(c) }));
  seal();
  const listener = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => {
    void (platform?.(incoming) ?? Promise.resolve()).then(() => listener(incoming, outgoing));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`http://127.0.0.1:${port}/notes`, { method: "POST", headers, body });
    return answer.ok ? await answer.json() : ((await answer.json()) as { readonly detail: string }).detail;
  } finally {
    server.close();
  }
}

const nothing = () => null;
const LARGE = JSON.stringify({ words: "w".repeat(80_000) });

describe("a body on Hono", () => {
  it("is what the contract let through for the handler, who asks Hono for it", async () => {
    expect(await found((c) => c.req.json())).toEqual({ words: 5, looked: { words: "hello" } });
  });

  it("is used up for a handler that asks the request itself, and not empty", async () => {
    const text = (c: Context) => c.req.raw.text().catch(() => "used up");
    expect(await found(text)).toEqual({ words: 5, looked: "used up" });
  });

  it("is read whole where it comes in many pieces", async () => {
    expect(await found(nothing, { body: LARGE })).toEqual({ words: 80_000, looked: null });
  });

  it("is read from the web's stream where a middleware has taken a copy", async () => {
    const before: MiddlewareHandler = async (c, next) => {
      await Promise.all([c.req.raw.clone().text(), next()]);
    };
    expect(await found(nothing, { before, body: LARGE })).toEqual({ words: 80_000, looked: null });
  });

  it("is missed, and not taken for empty, where a middleware has read it", async () => {
    const before: MiddlewareHandler = async (c, next) => {
      await c.req.raw.text();
      await next();
    };
    expect(await found(nothing, { before })).toContain("Another parser took the body");
  });

  it("is what a platform read and keeps beside the request", async () => {
    const platform = async (incoming: IncomingMessage) => {
      Object.assign(incoming, { rawBody: await buffer(incoming) });
    };
    expect(await found(nothing, { platform })).toEqual({ words: 5, looked: null });
  });

  it("is missed by a second gate behind the first", async () => {
    const inner = new Hono();
    const { guard, seal } = cover(inner, createGate());
    inner.post("/notes", guard(note), (c) => c.json({ words: c.var.visit.body.words }));
    seal();
    const look = async (c: Context) => {
      const answer = await inner.fetch(c.req.raw, c.env);
      return ((await answer.json()) as { readonly detail: string }).detail;
    };
    expect(await found(look)).toEqual({ words: 5, looked: expect.stringContaining("Another parser took the body") });
  });
});
