/** Limits on how many run at once, as contracts declare them: one that slips its slot would run without end. */
import { once } from "node:events";
import { createServer, get } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { anyone, contract, createGate, eventStream, type Gate, handle, noContent, nothing, ok, problems } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverHono } from "cloche/hono";
import { lid } from "cloche/node";
import { concurrency, type LimitStore, memoryLimitStore } from "cloche/rate-limit";
import express from "express";
import { Hono } from "hono";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";

const open = { method: "GET", allow: anyone("a test"), returns: { 200: eventStream() } } as const;
const live = contract({ ...open, path: "/live", limit: "2 at once by address" });
const work = contract({ ...open, path: "/work", limit: "1 at once by address", returns: { 204: nothing() } });

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 25 });

/** A stream that ends when it is told to, or when nobody listens any more. */
function endless() {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const chunks = async function* (signal: AbortSignal) {
    yield "data: 1\n\n";
    await Promise.race([ended, new Promise((resolve) => signal.addEventListener("abort", resolve))]);
  };
  return { end, chunks };
}

async function served(listener: Parameters<typeof createServer>[1], test: (base: string) => Promise<void>) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function opened(url: string): Promise<{ status: number; close: () => void }> {
  const request = get(url, { agent: false });
  const [response] = (await once(request, "response")) as [{ statusCode: number; resume: () => void }];
  response.resume();
  request.on("error", () => {});
  return { status: response.statusCode, close: () => request.destroy() };
}

function gateWith(store: LimitStore = memoryLimitStore()): Gate {
  return createGate({ limits: { store } });
}

type Start = (gate: Gate, chunks: (signal: AbortSignal) => AsyncIterable<string>) => Parameters<typeof createServer>[1];

const WAYS: Record<string, Start> = {
  "a neutral handler on node:http": (gate, chunks) => {
    const { listener, mount } = lid(gate);
    mount([handle(live, ({ signal }) => ok(chunks(signal)))]);
    return listener;
  },
  "a native handler on Express": (gate, chunks) => {
    const app = express();
    const { guard } = coverExpress(app, gate);
    app.get("/live", guard(live), async (request, response) => {
      response.type("text/event-stream; charset=utf-8");
      const controller = new AbortController();
      request.once("close", () => controller.abort());
      response.once("close", () => controller.abort());
      for await (const chunk of chunks(controller.signal)) response.write(chunk);
      response.end();
    });
    return app;
  },
};

describe.each(Object.entries(WAYS))("%s", (_way, start) => {
  it("holds its slot as long as its stream runs, and gives it back when the reader goes away", async () => {
    const { chunks } = endless();
    await served(start(gateWith(), chunks), async (base) => {
      const first = await opened(`${base}/live`);
      const second = await opened(`${base}/live`);
      const third = await opened(`${base}/live`);
      expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
      first.close();
      await eventually(async () => {
        const next = await opened(`${base}/live`);
        expect(next.status).toBe(200);
      });
      second.close();
    });
  });

  it("gives it back when the stream ends", async () => {
    const { chunks, end } = endless();
    await served(start(gateWith(), chunks), async (base) => {
      const streams = [await fetch(`${base}/live`), await fetch(`${base}/live`)];
      expect((await fetch(`${base}/live`)).status).toBe(429);
      end();
      for (const stream of streams) await stream.text();
      await eventually(async () => expect((await opened(`${base}/live`)).status).toBe(200));
    });
  });
});

describe("a Response of a native Hono handler", () => {
  it("holds its slot until its body was read, or is no longer", async () => {
    const app = new Hono();
    const { guard } = coverHono(app, gateWith(), { address: () => "192.0.2.1" });
    let pull: ReadableStreamDefaultController<Uint8Array> | undefined;
    app.get("/live", guard(live), () => {
      const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
        pull = controller;
      };
      const body = new ReadableStream<Uint8Array>({ start });
      return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
    });
    const ask = async () => app.fetch(new Request("http://127.0.0.1/live"));
    const first = await ask();
    const second = await ask();
    expect((await ask()).status).toBe(429);
    await first.body?.cancel();
    const third = await ask();
    expect(third.status).toBe(200);
    expect((await ask()).status).toBe(429);
    pull?.close();
    await third.text();
    expect((await ask()).status).toBe(200);
    await second.body?.cancel();
  });
});

describe("work whose client goes away", () => {
  it("is counted until it is done, so that hanging up starts nothing more", async () => {
    let finish = (): void => {};
    let started = 0;
    const { listener, mount } = lid(gateWith());
    mount([
      handle(work, async () => {
        started += 1;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return noContent();
      }),
    ]);
    await served(listener, async (base) => {
      const hungUp = await halfAsked(base);
      await eventually(async () => expect(started).toBe(1));
      hungUp.destroy();
      await once(hungUp, "close");
      expect((await fetch(`${base}/work`)).status).toBe(429);
      finish();
      await eventually(async () => {
        const again = fetch(`${base}/work`);
        setTimeout(() => finish(), 50);
        expect((await again).status).toBe(204);
      });
    });
  });
});

async function halfAsked(base: string): Promise<Socket> {
  const socket = connect(Number(new URL(base).port), "127.0.0.1");
  await once(socket, "connect");
  socket.write("GET /work HTTP/1.1\r\nhost: a\r\n\r\n");
  return socket;
}

describe("what holds no slot any more", () => {
  const returns = { 200: z.object({ done: z.boolean() }), 409: problems({ no: "No." }) };
  const strict = contract({
    method: "POST",
    path: "/strict",
    allow: anyone("a test"),
    body: z.object({ a: z.int() }),
    limit: ["100 per minute by address", "1 at once by address"],
    returns,
  });

  it.each(["a refusal", "an answer", "a handler that threw"])("%s", async (what) => {
    const gate = gateWith();
    const { listener, mount } = lid(gate);
    mount([
      handle(strict, () => {
        if (what.includes("threw")) throw new Error("broken");
        return ok({ done: true });
      }),
    ]);
    const body = JSON.stringify(what === "a refusal" ? { a: "no" } : { a: 1 });
    const headers = { "content-type": "application/json" };
    const wanted = { "a refusal": 400, "an answer": 200, "a handler that threw": 500 }[what];
    await served(listener, async (base) => {
      for (let count = 0; count < 3; count += 1) {
        expect((await fetch(`${base}/strict`, { method: "POST", headers, body })).status).toBe(wanted);
      }
    });
  });
});

describe("a concurrency limit", () => {
  it("tells how much is left, in the draft's unit", async () => {
    const { chunks } = endless();
    await served(WAYS["a neutral handler on node:http"]?.(gateWith(), chunks), async (base) => {
      const response = await fetch(`${base}/live`);
      expect(response.headers.get("ratelimit-policy")).toBe('"get-live";q=2;qu="concurrent-requests"');
      expect(response.headers.get("ratelimit")).toBe('"get-live";r=1');
      await response.body?.cancel();
    });
  });

  it("renews its lease while the answer is on its way", async () => {
    const short = contract({ ...open, path: "/live", limit: concurrency("1 at once by address", { lease: 1 }) });
    const renewed: boolean[] = [];
    const memory = memoryLimitStore();
    const store: LimitStore = {
      ...memory,
      take: (...given) => memory.take(...given),
      acquire(...given) {
        const slots = memory.acquire(...given);
        return {
          ...slots,
          renew: (now) => {
            const kept = slots.renew(now);
            renewed.push(kept as boolean);
            return kept;
          },
        };
      },
    };
    const { chunks } = endless();
    const { listener, mount } = lid(gateWith(store));
    mount([handle(short, ({ signal }) => ok(chunks(signal)))]);
    await served(listener, async (base) => {
      const first = await opened(`${base}/live`);
      await eventually(async () => expect(renewed.length).toBeGreaterThan(4));
      expect(new Set(renewed)).toEqual(new Set([true]));
      expect((await opened(`${base}/live`)).status).toBe(429);
      first.close();
    });
  });

  it("leaves the gate's default in force, which counts how many come", async () => {
    const limits = { store: memoryLimitStore(), defaults: { "/": "1 per minute by address" } };
    const { listener, mount } = lid(createGate({ limits }));
    mount([handle(work, () => noContent())]);
    await served(listener, async (base) => {
      const statuses = [(await fetch(`${base}/work`)).status, (await fetch(`${base}/work`)).status];
      expect(statuses).toEqual([204, 429]);
    });
  });

  it("is refused at start where the store can hold none", () => {
    const memory = memoryLimitStore();
    const gate = gateWith({ take: (...given) => memory.take(...given) });
    expect(() => gate.route(live as never)).toThrow(/cannot hold slots/);
  });
});
