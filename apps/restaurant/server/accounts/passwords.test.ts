import { describe, expect, it } from "vitest";
import { passwords } from "./passwords.js";

describe("passwords", () => {
  it("are hashed with argon2id at OWASP's least cost, each with a salt of its own", async () => {
    const { hash, check } = await passwords();
    const [one, other] = await Promise.all([hash("open sesame"), hash("open sesame")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await check(one, "open sesame")).toBe(true);
    expect(await check(one, "open sesame ")).toBe(false);
  });

  it("do the same work for an account that does not exist", async () => {
    const { hash, check } = await passwords();
    const known = await hash("open sesame");
    const time = async (passwordHash: string | undefined) => {
      const start = performance.now();
      expect(await check(passwordHash, "wrong")).toBe(false);
      return performance.now() - start;
    };
    const median = async (passwordHash: string | undefined) => {
      const times = [];
      for (let n = 0; n < 7; n += 1) times.push(await time(passwordHash));
      return times.sort((a, b) => a - b)[3] ?? 0;
    };
    // Not a stopwatch: without the stand-in the unknown account would take next to nothing.
    expect(await median(undefined)).toBeGreaterThan((await median(known)) / 4);
  });

  it("turn a flood away instead of taking the memory for it", async () => {
    const { hash, check } = await passwords({ atOnce: 1, waiting: 2 });
    const known = await hash("open sesame");
    const flood = await Promise.all(Array.from({ length: 6 }, () => check(known, "open sesame")));
    expect(flood.filter((one) => one === true)).toHaveLength(3);
    expect(flood.filter((one) => one === undefined)).toHaveLength(3);
    expect(await check(known, "open sesame")).toBe(true);
  });
});
