/** A probe learns which part fails and never why; it neither hangs nor piles up. */
import { describe, expect, it } from "vitest";
import { health } from "./index.js";

describe("readiness", () => {
  it("is given while every part works", async () => {
    const { ready } = health({ checks: { database: async () => {}, store: () => {} } });
    expect(await ready()).toEqual({ ready: true, checks: { database: "ok", store: "ok" } });
  });

  it("names a failing part and keeps the reason inside", async () => {
    const inside: string[] = [];
    const { ready } = health({
      checks: {
        database: () => Promise.reject(new Error("password authentication failed for user app")),
        store: () => {
          throw new Error("10.0.0.7 refused");
        },
        keys: () => {},
      },
      onFailing: (name, error) => {
        inside.push(`${name}: ${String(error)}`);
        throw new Error("nor this");
      },
    });
    const answer = await ready();
    expect(answer).toEqual({ ready: false, checks: { database: "failing", store: "failing", keys: "ok" } });
    expect(JSON.stringify(answer)).not.toMatch(/password|10\.0\.0\.7/);
    expect(inside).toHaveLength(2);
  });

  it("does not wait longer than it was told", async () => {
    const { ready } = health({ checks: { hanging: () => new Promise(() => {}) }, timeout: "1 second" });
    const keepAlive = setTimeout(() => {}, 5000);
    const start = performance.now();
    expect((await ready()).checks).toEqual({ hanging: "failing" });
    expect(performance.now() - start).toBeLessThan(2500);
    clearTimeout(keepAlive);
  });

  it("asks once for probes that overlap, and again for the next", async () => {
    let asked = 0;
    const { ready } = health({
      checks: {
        store: async () => {
          asked += 1;
        },
      },
    });
    await Promise.all([ready(), ready(), ready()]);
    expect(asked).toBe(1);
    await ready();
    expect(asked).toBe(2);
  });

  it("ends when the process is about to stop", async () => {
    const { ready, drain } = health({ checks: {} });
    expect((await ready()).ready).toBe(true);
    drain();
    expect((await ready()).ready).toBe(false);
  });
});
