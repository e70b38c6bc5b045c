/** Tracking tokens: made again at any time, different for every order, version and secret. */
import { Secret } from "cloche";
import { describe, expect, it } from "vitest";
import { trackHash, trackTokens } from "./track-token.js";

const tokenOf = trackTokens(new Secret("k".repeat(32), "TRACK_SECRET"));
const ORDER = { orderId: "0190d6c2-0000-7000-8000-000000000001", trackVersion: 1 };

describe("a tracking token", () => {
  it("is the same whenever it is made, and fits the route's parameter", () => {
    expect(tokenOf(ORDER)).toBe(tokenOf({ ...ORDER }));
    expect(tokenOf(ORDER)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it("changes with the order, the version and the secret", () => {
    const other = trackTokens(new Secret("j".repeat(32), "TRACK_SECRET"));
    const tokens = [
      tokenOf(ORDER),
      tokenOf({ ...ORDER, trackVersion: 2 }),
      tokenOf({ ...ORDER, orderId: "0190d6c2-0000-7000-8000-000000000002" }),
      other(ORDER),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it("is found by its digest, which is not the token", () => {
    expect(trackHash(tokenOf(ORDER))).toMatch(/^[0-9a-f]{64}$/);
    expect(trackHash(tokenOf(ORDER))).not.toBe(trackHash(tokenOf({ ...ORDER, trackVersion: 2 })));
  });
});
