/** What people type instead of a secret is found; what a generator makes is not. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { secretWeakness } from "./index.js";

describe("a weak secret", () => {
  it.each([
    ["changeme", "placeholder"],
    ["Change-Me", "placeholder"],
    ["secret", "placeholder"],
    ["secret123", "placeholder"],
    ["password", "placeholder"],
    ["P.a.s.s.w.o.r.d-and-some-more-characters-2026", "placeholder"],
    ["your-256-bit-secret", "placeholder"],
    ["a-string-secret-at-least-256-bits-long", "placeholder"],
    ["my-super-secret-jwt-key-do-not-tell-anyone", "placeholder"],
    ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "placeholder"],
    ["AKIAIOSFODNN7EXAMPLE", "placeholder"],
    ["keyboard cat", "placeholder"],
    ["<paste the key here, at least 32 characters>", "unfilled"],
    ["\x24{JWT_SECRET}", "unfilled"],
    ["{{ jwt_secret }}", "unfilled"],
    ["short-but-odd-7fQ", "too_short"],
    ["", "too_short"],
    ["a".repeat(64), "repetitive"],
    ["ab12".repeat(16), "repetitive"],
    ["abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "repetitive"],
    ["abcdefghijklmnopqrstuvwxyz0123456789", "low_entropy"],
    ["aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccccc", "low_entropy"],
    [`${randomBytes(32).toString("base64url")}\n`, "surrounded_by_space"],
    [`sk_test_${randomBytes(32).toString("hex")}`, "test_key"],
    [`rzp_test_${randomBytes(32).toString("hex")}`, "test_key"],
  ])("%j is %s", (value, weakness) => {
    expect(secretWeakness(value)).toBe(weakness);
  });

  it("accepts test keys outside production, and in production where that is said", () => {
    const key = `sk_test_${randomBytes(32).toString("hex")}`;
    expect(secretWeakness(key, { production: false })).toBeUndefined();
    expect(secretWeakness(key, { production: true, allowTest: true })).toBeUndefined();
  });

  it("counts bytes, not characters", () => {
    const twoByteEach =
      "\u00e9\u00df\u0142\u00f8\u017c\u0153\u00fe\u00f0\u0131\u0142\u00e6\u00e5\u010d\u0119\u0161\u0105";
    expect(Buffer.byteLength(twoByteEach)).toBe(32);
    expect(secretWeakness(twoByteEach, { minBytes: 33 })).toBe("too_short");
    expect(secretWeakness(twoByteEach, { minBytes: 32 })).not.toBe("too_short");
  });

  it("asks nothing of a text that needs no strength", () => {
    expect(secretWeakness("postgres://app@db.internal/restaurant", { minBytes: 0 })).toBeUndefined();
  });

  it.each(["base64url", "base64", "hex"] as const)("never finds fault with random bytes in %s", (encoding) => {
    for (let round = 0; round < 3000; round += 1) {
      expect(secretWeakness(randomBytes(32).toString(encoding))).toBeUndefined();
      expect(secretWeakness(randomBytes(16).toString("hex"), { minBytes: 16 })).toBeUndefined();
    }
  });
});
