/** Limits as contracts declare them, on a running server: by field, by cost, in shadow, with lists, cleared by success. */
import {
  anyone,
  ConfigError,
  type ContractSpec,
  contract,
  createGate,
  type GateOptions,
  type Handled,
  handle,
  type LimitsOptions,
  ok,
  problem,
  problems,
  type SecurityEvent,
} from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import { observer } from "cloche/observe";
import { accessLists, limit, liveLimits, memoryLimitStore, withOutagePolicy } from "cloche/rate-limit";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const Done = z.object({ done: z.boolean() });
const returns = { 200: Done, 401: problems({ wrong: "Wrong." }) };
const Login = z.object({ email: z.string(), password: z.string() });
const open = { method: "POST", path: "/login", allow: anyone("everybody may try"), body: Login, returns } as const;

interface Served {
  readonly post: (body: unknown) => Promise<Response>;
  readonly events: readonly SecurityEvent[];
}

async function serve(
  handled: Handled,
  options: Partial<LimitsOptions>,
  work: (served: Served) => Promise<void>,
  more: GateOptions = {},
): Promise<void> {
  const events: SecurityEvent[] = [];
  const gate = createGate({
    limits: { store: memoryLimitStore(), ...options },
    observe: observer({ sinks: [(event) => void events.push(event)] }),
    ...more,
  });
  const app = Fastify(lidOptions(gate));
  cover(app, gate).mount([handled]);
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  const post = (body: unknown) =>
    fetch(`${base}${handled.contract.path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  try {
    await work({ post, events });
  } finally {
    await app.close();
  }
}

describe("a limit by a field of the body", () => {
  const byEmail = limit("3 per minute by body:email", { name: "sign-in", forgetOnSuccess: true });
  const login = handle(contract({ ...open, limit: byEmail }), ({ body }) =>
    body.password === "right" ? ok({ done: true }) : problem(401, "wrong"),
  );

  it("counts each account apart, however its name is spelt, and a success clears it", () =>
    serve(login, {}, async ({ post }) => {
      const status = async (email: string, password: string) => (await post({ email, password })).status;
      const tries = [await status("Ann@example.com", "no"), await status(" ann@EXAMPLE.com", "no")];
      expect(tries).toEqual([401, 401]);
      expect(await status("ann@example.com", "right")).toBe(200);
      for (let count = 0; count < 3; count += 1) expect(await status("ann@example.com", "no")).toBe(401);
      expect(await status("ann@example.com", "right")).toBe(429);
      expect(await status("bob@example.com", "no")).toBe(401);
    }));

  it("counts an account at an address, and only that account's own success clears it", () => {
    const both = limit("2 per minute by address and body:email", { name: "sign-in-here", forgetOnSuccess: true });
    const here = handle(contract({ ...open, limit: both }), ({ body }) =>
      body.password === "right" ? ok({ done: true }) : problem(401, "wrong"),
    );
    return serve(here, {}, async ({ post }) => {
      const status = async (email: string, password: string) => (await post({ email, password })).status;
      expect([await status("ann@example.com", "no"), await status("eve@example.com", "right")]).toEqual([401, 200]);
      expect([await status("ann@example.com", "no"), await status("ann@example.com", "right")]).toEqual([401, 429]);
      expect([await status("bob@example.com", "no"), await status("bob@example.com", "right")]).toEqual([401, 200]);
      expect([await status("bob@example.com", "no"), await status("bob@example.com", "no")]).toEqual([401, 401]);
    });
  });

  it("is refused at start where the route has no body", () => {
    const { body: _, ...bodiless } = open;
    expect(() => contract({ ...bodiless, limit: byEmail } as ContractSpec)).toThrow(ConfigError);
  });
});

it("a cost is worked out of the checked body", () => {
  const perLine = limit("10 per minute by address", {
    name: "lines",
    cost: ({ body }) => (body as { lines: number[] }).lines.length,
  });
  const order = contract({
    ...open,
    path: "/orders",
    body: z.object({ lines: z.array(z.int()) }),
    limit: perLine,
    returns: { 200: Done },
  });
  return serve(
    handle(order, () => ok({ done: true })),
    {},
    async ({ post }) => {
      expect((await post({ lines: [1, 2, 3, 4, 5, 6, 7] })).headers.get("ratelimit")).toMatch(/;r=3/);
      expect((await post({ lines: [1, 2, 3, 4] })).status).toBe(429);
      expect((await post({ lines: [1, 2, 3] })).status).toBe(200);
    },
  );
});

it("a limit in shadow refuses nobody and is told", () => {
  const shadowed = contract({ ...open, limit: limit("1 per minute by address", { name: "trial", shadow: true }) });
  return serve(
    handle(shadowed, () => ok({ done: true })),
    {},
    async ({ post, events }) => {
      const statuses = [await post({ email: "a", password: "b" }), await post({ email: "a", password: "b" })];
      expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
      expect(events).toMatchObject([{ name: "route.shadow_refusal", subject: "trial", route: "POST /login" }]);
    },
  );
});

describe("lists", () => {
  const limited = handle(contract({ ...open, limit: "1 per minute by address" }), () => ok({ done: true }));

  it("let the exempt through uncounted", () =>
    serve(limited, { lists: accessLists({ exempt: { addresses: ["loopback"] } }) }, async ({ post }) => {
      for (let count = 0; count < 3; count += 1) expect((await post({ email: "a", password: "b" })).status).toBe(200);
    }));

  it("keep the denied out", () =>
    serve(limited, { lists: accessLists({ denied: { addresses: ["loopback"] } }) }, async ({ post }) => {
      const refused = await post({ email: "a", password: "b" });
      expect(refused.status).toBe(403);
      expect(await refused.text()).not.toContain("127.0.0.1");
    }));
});

describe("limits that change while the process runs", () => {
  it("are followed by the routes that were made with them, and keep what they count by", async () => {
    const limits = liveLimits({ login: limit("1 per minute by body:email", { name: "login" }) });
    const login = handle(contract({ ...open, limit: limits.live("login") }), () => ok({ done: true }));
    await serve(login, {}, async ({ post }) => {
      const status = async () => (await post({ email: "a@b.example", password: "x" })).status;
      expect([await status(), await status()]).toEqual([200, 429]);
      limits.replace({ login: limit("3 per minute by body:email", { name: "login" }) });
      expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
      const elsewhere = () => limits.replace({ login: limit("3 per minute by address", { name: "login" }) });
      expect(elsewhere).toThrow(ConfigError);
    });
  });
});

describe("a limit that is live under the gate's shadow", () => {
  it("is followed in what would have been refused, and refuses nothing", async () => {
    const limits = liveLimits({ login: limit("1 per minute by address", { name: "login" }) });
    const login = handle(contract({ ...open, limit: limits.live("login") }), () => ok({ done: true }));
    await serve(
      login,
      {},
      async ({ post, events }) => {
        const watched = async () => {
          expect((await post({ email: "a", password: "b" })).status).toBe(200);
          return events.filter(({ name }) => name === "route.shadow_refusal").length;
        };
        expect([await watched(), await watched()]).toEqual([0, 1]);
        limits.replace({ login: limit("4 per minute by address", { name: "login" }) });
        expect([await watched(), await watched(), await watched(), await watched()]).toEqual([1, 1, 1, 2]);
      },
      { shadow: ["limit"] },
    );
  });
});

describe("what a limit's refusal is called", () => {
  const types = (code: string) => `https://iana.org/assignments/http-problem-types#${code}`;
  const typeOf = async (answer: Response) => ((await answer.json()) as { readonly type: string }).type;

  it("tells a used-up quota from what looks like abuse", () => {
    const banning = limit("1 per minute by address", { name: "try", ban: { after: 2, for: "1 hour" } });
    const tried = handle(contract({ ...open, limit: banning }), () => ok({ done: true }));
    return serve(tried, {}, async ({ post }) => {
      const again = () => post({ email: "a", password: "b" });
      expect((await again()).status).toBe(200);
      expect(await typeOf(await again())).toBe(types("quota-exceeded"));
      await again();
      const banned = (await (await again()).json()) as object;
      expect(banned).toMatchObject({ type: types("abnormal-usage-detected"), code: "rate_limited", status: 429 });
      expect(banned).toMatchObject({ "violated-policies": ["try"] });
    });
  });

  it("tells a server that can serve less from a client that asks for more", () => {
    const broken = { take: () => Promise.reject(new Error("away")) };
    const store = withOutagePolicy(broken, { whenAway: "deny", timeoutMilliseconds: 200 });
    const tried = handle(contract({ ...open, limit: "1 per minute by address" }), () => ok({ done: true }));
    return serve(tried, { store }, async ({ post }) => {
      const answer = await post({ email: "a", password: "b" });
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        type: types("temporary-reduced-capacity"),
        code: "store_unavailable",
      });
    });
  });
});

describe("a client that is forgiven", () => {
  it("begins anew, ban and all, by what the route counts by", async () => {
    const banning = limit("1 per minute by address", { name: "try", ban: { after: 1, for: "1 hour" } });
    const tried = contract({ ...open, limit: banning });
    const gate = createGate({ limits: { store: memoryLimitStore(), pepper: "a pepper that is long enough" } });
    const app = Fastify(lidOptions(gate));
    cover(app, gate).mount([handle(tried, () => ok({ done: true }))]);
    const status = async () =>
      (await app.inject({ method: "POST", url: "/login", payload: { email: "a", password: "b" } })).statusCode;
    expect([await status(), await status(), await status()]).toEqual([200, 429, 429]);
    await expect(gate.forgive(tried as never, { caller: "ann" })).rejects.toThrow(/address/);
    await gate.forgive(tried as never, { address: "127.0.0.1" });
    expect(await status()).toBe(200);
    await app.close();
  });
});
