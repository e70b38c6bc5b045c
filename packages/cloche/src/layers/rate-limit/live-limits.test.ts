/** Limits that change while the process runs: all or none, and never to nothing. */
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { liveLimits, memoryLimitStore } from "./index.js";

const START = Date.UTC(2026, 0, 1);
const first = { menu: "600 per minute by address", signIn: "5 per 15 minutes by address" };

describe("live limits", () => {
  it("are in force from the next request on, and keep what was counted", () => {
    const limits = liveLimits(first);
    const store = memoryLimitStore();
    const take = () => store.take([{ key: "k", policy: limits.current("signIn"), cost: 1 }], START)[0];
    for (let i = 0; i < 3; i += 1) expect(take()?.allowed).toBe(true);
    limits.replace({ ...first, signIn: "3 per 15 minutes by address" });
    expect(take()).toMatchObject({ allowed: false, remaining: 0 });
    limits.replace({ ...first, signIn: "4 per 15 minutes by address" });
    expect(take()).toMatchObject({ allowed: true, remaining: 0 });
  });

  it.each([
    { ...first, signIn: "some per minute by address" },
    { menu: first.menu },
    { ...first, other: "5 per minute by address" },
  ])("stay as they were where the new ones are wrong: %j", (next) => {
    const limits = liveLimits(first);
    expect(() => limits.replace(next as typeof first)).toThrow(ConfigError);
    expect(limits.current("signIn").quota).toBe(5);
    expect(() => limits.current("sign-in" as "signIn")).toThrow(/menu, signIn/);
  });
});
