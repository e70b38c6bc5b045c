/** A delivery and a key are worked once, kept or freed exactly once, and never cross from one caller to another. */
import {
  anyone,
  type CallerSource,
  contract,
  handle,
  memoryIdempotencyStore,
  ok,
  problem,
  problems,
  refuse,
  reply,
  signedIn,
} from "cloche";
import { memoryReplayStore, type Partner } from "cloche/webhooks";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { FRAMEWORKS, opened, pause, received, running, unheardDuring, until } from "./running.js";

const Body = z.object({ n: z.number(), how: z.string().optional() });
const keyed = contract({
  method: "POST",
  path: "/keyed/{id}",
  allow: signedIn(),
  body: Body,
  idempotent: true,
  limit: "100 per minute by caller",
  returns: { 200: z.object({ count: z.number(), who: z.string() }), 409: problems({ sold_out: "Sold out." }) },
});
const guests = contract({
  method: "POST",
  path: "/guests",
  allow: anyone("it is tried"),
  body: Body,
  idempotent: true,
  returns: { 200: z.object({ count: z.number() }) },
});
const hook = contract({
  method: "POST",
  path: "/hook",
  from: "acme",
  body: Body,
  returns: { 200: z.object({ received: z.boolean() }) },
});
const who: CallerSource = {
  name: "test",
  ambient: false,
  scheme: {},
  missing: refuse("unauthenticated"),
  identify: (head) => {
    const id = head.header("x-test");
    return id === undefined ? undefined : { id, roles: [], scopes: [], via: "test", claims: {} };
  },
};
const acme: Partner = {
  name: "acme",
  format: "json",
  signatureHeaders: [],
  verify: ({ bytes }) => ({
    partner: "acme",
    eventId: Buffer.from(bytes).toString("hex"),
    bodyDigest: "",
    secretLabel: "one",
    oldSecret: false,
  }),
  scheme: {},
};
const KEY = "0123456789abcdef";
let count = 0;
beforeEach(() => {
  count = 0;
});
const work = async (visit: { body: z.output<typeof Body>; caller?: { id: string } | undefined }) => {
  count += 1;
  const mine = count;
  const { how } = visit.body;
  await pause(how === "slow" ? 500 : 20);
  if (how === "throw" && mine === 1) throw new Error("canary");
  if (how === "busy" && mine === 1) return refuse("rate_limited");
  if (how === "undeclared" && mine === 1) return reply(418, {} as never) as never;
  if (how === "sold out") return problem(409, "sold_out");
  return ok({ count: mine, who: visit.caller?.id ?? "guest" }, { "set-cookie": "session=canary" });
};

describe.each(FRAMEWORKS)("keys on %s", (framework) => {
  const api = () => ({
    options: { who: [who], idempotency: memoryIdempotencyStore(), limits: { store: countingStore() } },
    neutral: [handle(keyed, work), handle(guests, work as never)],
  });
  const send = (base: string, body: unknown, { path = "/keyed/1", caller = "ann", key = KEY } = {}) =>
    fetch(base + path, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key, "x-test": caller },
      body: JSON.stringify(body),
    });

  it("of many at once one runs; the rest hear that it is running, and later its answer", () =>
    running(framework, api(), async ({ base }) => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(base, { n: 1, how: "slow" })));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
      const again = await send(base, { n: 1, how: "slow" });
      expect(await again.json()).toEqual({ count: 1, who: "ann" });
      expect(again.headers.get("set-cookie")).toBeNull();
      expect(again.headers.get("content-type")).toMatch(/^application\/json/);
      expect(again.headers.get("cache-control")).toBe("no-store");
      expect(again.headers.get("ratelimit")).not.toBeNull();
      expect(count).toBe(1);
    }));

  it("never crosses callers, and refuses another body, path or query under the same key", () =>
    running(framework, api(), async ({ base }) => {
      expect(await (await send(base, { n: 1 })).json()).toMatchObject({ who: "ann" });
      expect(await (await send(base, { n: 1 }, { caller: "bob" })).json()).toMatchObject({ who: "bob" });
      const statuses = [
        await send(base, { n: 2 }),
        await send(base, { n: 1 }, { path: "/keyed/2" }),
        await send(base, { n: 1 }, { path: "/keyed/1?dry=1" }),
      ].map(({ status }) => status);
      expect(statuses).toEqual([422, 422, 422]);
      expect((await send(base, { n: 1 }, { path: "/guests" })).status).toBe(200);
    }));

  it.each(["throw", "busy", "undeclared"])("is free again after %s", (how) =>
    running(framework, api(), async ({ base }) => {
      expect([429, 500]).toContain((await send(base, { n: 1, how })).status);
      expect((await send(base, { n: 1, how })).status).toBe(200);
      expect(count).toBe(2);
    }),
  );

  it("keeps a refusal of the application", () =>
    running(framework, api(), async ({ base }) => {
      const answers = [await send(base, { n: 1, how: "sold out" }), await send(base, { n: 1, how: "sold out" })];
      expect(answers.map(({ status }) => status)).toEqual([409, 409]);
      expect(count).toBe(1);
    }));

  it("keeps the answer of a client that went away", () =>
    running(framework, api(), async ({ base, port, lines }) => {
      const socket = await opened(port);
      socket.write(post("/keyed/1", '{"n":1}', `X-Test: ann\r\nIdempotency-Key: ${KEY}\r\n`));
      await until(() => count === 1);
      socket.destroy();
      await until(() => lines.some((line) => line.status === 200));
      expect(await (await send(base, { n: 1 })).json()).toMatchObject({ count: 1 });
    }));
});

function countingStore() {
  return {
    take: (asks: readonly { policy: never }[]) =>
      asks.map(({ policy }) => ({ policy, allowed: true, remaining: 1, resetSeconds: 1, retryAfterSeconds: 0 })),
  } as never;
}

function post(path: string, body: string, headers = ""): string {
  return `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

describe.each(FRAMEWORKS)("deliveries on %s", (framework) => {
  const states: string[] = [];
  const replay = (claimMilliseconds: number) => {
    const store = memoryReplayStore();
    states.length = 0;
    return {
      claim: async (key: string, ttl: number) => {
        await pause(claimMilliseconds);
        const claim = store.claim(key, ttl);
        states.push(claim);
        return claim;
      },
      done: (key: string) => {
        states.push("done");
        store.done(key);
      },
      release: (key: string) => {
        states.push("release");
        store.release(key);
      },
    };
  };
  const body = '{"n":1}';
  const deliver = (base: string) =>
    fetch(`${base}/hook`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const options = (claimMilliseconds = 30) => ({ partners: { acme }, replay: replay(claimMilliseconds) });
  /** Sends a delivery whose sender goes away once `when` holds. */
  const abandoned = async (port: number, when: () => boolean) => {
    const socket = await opened(port);
    socket.write(post("/hook", body));
    await until(when);
    socket.destroy();
  };

  it.each(["answers", "fails"])(
    "a native handler that %s after its sender went away settles once, by how it ended",
    async (how) => {
      const unheard = await unheardDuring(() =>
        running(
          framework,
          {
            options: options(),
            native: [
              {
                contract: hook,
                run: async ({ answer }) => {
                  count += 1;
                  // The first is at work until its repetition has been turned away, however busy the machine is.
                  if (count === 1) await until(() => states.includes("running"));
                  if (how === "fails" && count === 1) throw new Error("canary");
                  return answer(200, { received: true });
                },
              },
            ],
          },
          async ({ base, port, lines }) => {
            await abandoned(port, () => count === 1);
            await pause(20);
            expect((await deliver(base)).status).toBe(409);
            await until(() => states.length === 3);
            expect(states).toEqual(["claimed", "running", how === "fails" ? "release" : "done"]);
            expect((await deliver(base)).status).toBe(200);
            expect(count).toBe(how === "fails" ? 2 : 1);
            await pause(20);
            expect(lines.filter((line) => "durationMilliseconds" in line)).toHaveLength(3);
          },
        ),
      );
      expect(unheard).toEqual([]);
    },
  );

  it("a sender that goes away before the handler leaves nothing claimed", async () => {
    await running(
      framework,
      {
        // So long that even a busy machine notices meanwhile that the sender is gone.
        options: options(500),
        native: [
          {
            contract: hook,
            run: ({ answer }) => {
              count += 1;
              return answer(200, { received: true });
            },
          },
        ],
      },
      async ({ base, port }) => {
        const socket = await opened(port);
        socket.write(post("/hook", body));
        await pause(10);
        socket.destroy();
        await until(() => states.length === 2);
        expect(states).toEqual(["claimed", "release"]);
        expect(count).toBe(0);
        expect((await deliver(base)).status).toBe(200);
      },
    );
  });

  it("a body that never arrives whole claims nothing and is heard by nobody", async () => {
    const unheard = await unheardDuring(() =>
      running(
        framework,
        { options: options(), neutral: [handle(hook, () => ok({ received: true }))] },
        async ({ port, lines }) => {
          const socket = await opened(port);
          socket.write(post("/hook", body).slice(0, -2));
          await pause(30);
          socket.destroy();
          await until(() => lines.some((line) => line.reason === "body_incomplete"));
          expect(states).toEqual([]);
        },
      ),
    );
    expect(unheard).toEqual([]);
  });

  it("a store that cannot keep ends no process under a native handler", async () => {
    const failing = {
      claim: () => "claimed" as const,
      done: () => Promise.reject(new Error("canary")),
      release: () => {},
    };
    const unheard = await unheardDuring(() =>
      running(
        framework,
        {
          options: { partners: { acme }, replay: failing },
          native: [{ contract: hook, run: ({ answer }) => answer(200, { received: true }) }],
        },
        async ({ base, lines }) => {
          expect((await deliver(base)).status).toBe(200);
          await until(() => lines.some((line) => line.reason === "claim_unsettled"));
        },
      ),
    );
    expect(unheard).toEqual([]);
  });

  const capped = {
    options: { ...options(), maxBodyBytes: 1000 },
    neutral: [handle(hook, () => ok({ received: true }))],
  };
  const posted = "POST /hook HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

  it.each([
    ["announced", (body: string) => `Content-Length: ${body.length}\r\n\r\n${body}`],
    [
      "in chunks",
      (body: string) => `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    ],
  ])("a body beyond the cap, %s, is refused where its sender hears it, who first sends everything", (_how, framed) =>
    running(framework, capped, async ({ port }) => {
      const socket = await opened(port);
      const broken: unknown[] = [];
      socket.on("error", (error) => broken.push(error));
      socket.pause();
      const whole = posted + framed(`"${"x".repeat(3_000_000)}"`);
      const sent = (text: string): Promise<void> =>
        new Promise((resolve, reject) => {
          socket.write(text, (error) => (error == null ? resolve() : reject(error)));
        });
      // The answer is there long before the rest is sent, and must still be there afterwards.
      await sent(whole.slice(0, 100_000));
      await pause(200);
      await sent(whole.slice(100_000));
      const heard = received(socket, 1000);
      socket.resume();
      expect(await heard).toMatch(/^HTTP\/1\.1 413/);
      expect(broken).toEqual([]);
    }),
  );

  it("a body without an end is let pass for a while and then ends with its connection", () =>
    running(framework, capped, async ({ port }) => {
      const socket = await opened(port);
      socket.on("error", () => {});
      let closed = false;
      socket.on("close", () => {
        closed = true;
      });
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk.toString("latin1");
      });
      socket.write(`${posted}Transfer-Encoding: chunked\r\n\r\n`);
      const flood = setInterval(() => socket.write(`80000\r\n${"x".repeat(0x80000)}\r\n`), 5);
      try {
        await until(() => closed, 8000);
      } finally {
        clearInterval(flood);
        socket.destroy();
      }
      expect(text).toMatch(/^HTTP\/1\.1 413/);
    }));
});
