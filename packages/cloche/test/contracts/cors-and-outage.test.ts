/** Other origins, and stores that are away: what the gate was told holds, on a running server. */
import { anyone, contract, createGate, type GateOptions, handle, ok } from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import { cors } from "cloche/headers";
import { type LimitStore, withOutagePolicy } from "cloche/rate-limit";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const menu = contract({
  method: "GET",
  path: "/menu",
  allow: anyone("the menu is public"),
  limit: "5 per minute by address",
  returns: { 200: z.object({ items: z.int() }) },
});

async function serve(options: GateOptions, work: (base: string) => Promise<void>): Promise<void> {
  const gate = createGate(options);
  const app = Fastify(lidOptions(gate));
  cover(app, gate).mount([handle(menu, () => ok({ items: 3 }))]);
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  try {
    await work(base);
  } finally {
    await app.close();
  }
}

const away: LimitStore = { take: () => Promise.reject(new Error("connection refused to redis://:canary@store")) };
const counting: LimitStore = {
  take: (asks) =>
    asks.map(({ policy }) => ({ policy, allowed: true, remaining: 1, resetSeconds: 1, retryAfterSeconds: 0 })),
};

describe("other origins", () => {
  const policy = cors({ origins: ["https://shop.example"], methods: ["GET"], headers: ["authorization"] });
  const ask = (base: string, origin: string, method: string) =>
    fetch(`${base}/menu`, { method, headers: { origin, "access-control-request-method": "GET" } });

  it("are closed unless configured", () =>
    serve({ limits: { store: counting } }, async (base) => {
      const response = await ask(base, "https://shop.example", "GET");
      expect(response.status).toBe(200);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      expect((await ask(base, "https://shop.example", "OPTIONS")).status).toBe(405);
    }));

  it("are answered by the list, refusals included", () =>
    serve({ limits: { store: counting }, cors: policy }, async (base) => {
      expect((await ask(base, "https://shop.example", "GET")).headers.get("access-control-allow-origin")).toBe(
        "https://shop.example",
      );
      expect((await ask(base, "https://evil.example", "GET")).headers.get("access-control-allow-origin")).toBeNull();
      const preflight = await ask(base, "https://shop.example", "OPTIONS");
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-methods")).toContain("GET");
      expect((await ask(base, "https://evil.example", "OPTIONS")).status).toBe(403);
      const missing = await fetch(`${base}/nothing`, { headers: { origin: "https://shop.example" } });
      expect(missing.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    }));
});

describe("a limit store that is away", () => {
  it.each([
    ["deny", 503],
    ["allow", 200],
    ["local", 200],
  ] as const)("is answered as declared: %s", (whenAway, status) =>
    serve(
      {
        limits: {
          store: withOutagePolicy(away, {
            whenAway,
            timeoutMilliseconds: 200,
            ...(whenAway === "local" ? { processes: 1 } : {}),
          }),
        },
      },
      async (base) => {
        const response = await fetch(`${base}/menu`);
        expect(response.status).toBe(status);
        expect(await response.text()).not.toContain("canary");
      },
    ),
  );

  it("never opens the door by accident where nothing was declared", () =>
    serve({ limits: { store: away } }, async (base) => {
      const response = await fetch(`${base}/menu`);
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain("canary");
    }));
});
