/** Tokens for tests are real ones: accepted by the API they are for, and by no other. */
import { describe, expect, it } from "vitest";
import { createGate } from "../gate/index.js";
import { ConfigError } from "../kernel/index.js";
import { tokenVerifier } from "../layers/jwt/index.js";
import { deliveryOf, fixedClock, testIssuer } from "./index.js";

const head = (headers: Readonly<Record<string, string>>) => deliveryOf({ headers, body: "" }).head;

describe("a token for tests", () => {
  it("names the caller to the source that a gate takes", async () => {
    const issuer = testIssuer();
    const headers = issuer.headers({ subject: "u1", role: "cashier", scope: "orders menu", claims: { table: 4 } });
    expect(await issuer.callers.identify(head(headers))).toMatchObject({
      id: "u1",
      roles: ["cashier"],
      scopes: ["orders", "menu"],
      via: "bearer",
      claims: { table: 4, iss: "https://issuer.test", aud: "https://api.test" },
    });
    expect(() => createGate({ who: [issuer.callers] })).not.toThrow();
  });

  it("is accepted by a verifier of one's own that has the keys", async () => {
    const { issuer, audience, keys, token } = testIssuer({ issuer: "https://id.test", audience: "https://shop.test" });
    const verifier = tokenVerifier({ issuers: [{ issuer, audience, keys, algorithms: ["EdDSA"] }] });
    expect((await verifier.check(token({ subject: "u1" }))).fault).toBeUndefined();
  });

  it("expires when the test says so", async () => {
    const clock = fixedClock(Date.UTC(2026, 0, 1));
    const { token, verifier } = testIssuer({ clock, lifetime: "1 minute" });
    const made = token({ subject: "u1" });
    clock.advance(59_000);
    expect((await verifier.check(made)).fault).toBeUndefined();
    clock.advance(1000);
    expect((await verifier.check(made)).fault).toBe("token_expired");
  });
});

describe("a token of another issuer", () => {
  it("of the same name is a forgery", async () => {
    const forged = testIssuer().token({ subject: "u1", role: "admin" });
    expect(await testIssuer().verifier.check(forged)).toHaveProperty("fault");
    expect((await testIssuer().verifier.check(forged)).fault).toMatch(/^token_(?:key_unknown|signature_wrong)$/);
  });

  it("for another API is not accepted", async () => {
    const { keys, issuer, token } = testIssuer({ audience: "https://other.test" });
    const verifier = tokenVerifier({
      issuers: [{ issuer, audience: "https://api.test", keys, algorithms: ["EdDSA"] }],
    });
    expect((await verifier.check(token({ subject: "u1" }))).fault).toBe("token_audience_wrong");
  });
});

describe("an issuer for tests that is made wrong", () => {
  it.each([{ audiance: "x" }, { lifetime: "2 days" }, { lifetime: 0 }, { issuer: "" }, { audience: "" }])(
    "%j is refused",
    (options) => {
      expect(() => testIssuer(options)).toThrow(ConfigError);
    },
  );

  it("does not let a test set what only an issuer sets", () => {
    expect(() => testIssuer().token({ subject: "u1", claims: { exp: 9_999_999_999 } })).toThrow(ConfigError);
    expect(() => testIssuer().token({ subject: "" })).toThrow(ConfigError);
  });
});
