/** Secrets rotate without a restart, old ones are told apart and end, and bad lists stop the start. */
import { describe, expect, it } from "vitest";
import { Secret } from "../../kernel/index.js";
import { deliveryOf, github, type SecretList, type Secrets, SIGNERS, stripe, twilio } from "./index.js";

const NOW = Date.UTC(2026, 0, 1);
const BODY = "{}";

const verdict = (secrets: Secrets, secret: string, now = NOW) =>
  github({ secrets }).verify(deliveryOf({ headers: SIGNERS.github({ body: BODY, secret }), body: BODY, now }));

describe("several secrets", () => {
  const old = { label: "2025", secret: new Secret("old-secret", "OLD"), expiresAt: new Date(NOW) };

  it("accepts every one and tells an old one apart", () => {
    expect(verdict(["new-secret", "old-secret"], "new-secret")).toMatchObject({ oldSecret: false });
    expect(verdict(["new-secret", "old-secret"], "old-secret")).toMatchObject({
      oldSecret: true,
      secretLabel: "secret 2",
    });
    expect(verdict(["new-secret", old], "old-secret", NOW - 1)).toMatchObject({ oldSecret: true, secretLabel: "2025" });
  });

  it("names the first of two entries that hold the same secret", () => {
    const twice = ["a", "b"].map((label) => ({ label, secret: "same-secret" }));
    expect(verdict(twice, "same-secret")).toMatchObject({ secretLabel: "a", oldSecret: false });
  });

  it("ends an old secret on its day and says so", () => {
    expect(verdict(["new-secret", old], "old-secret")).toEqual({ fault: "secret_expired" });
    expect(verdict(["new-secret", old], "unknown")).toEqual({ fault: "signature_mismatch" });
  });
});

describe("a list that changes", () => {
  it("follows a rotation without a restart", () => {
    let current: SecretList = ["first-secret"];
    const partner = github({ secrets: () => current });
    const verify = (secret: string) =>
      partner.verify(deliveryOf({ headers: SIGNERS.github({ body: BODY, secret }), body: BODY }));
    expect(verify("second-secret")).toEqual({ fault: "signature_mismatch" });
    current = ["second-secret", "first-secret"];
    expect(verify("second-secret")).toMatchObject({ oldSecret: false });
    expect(verify("first-secret")).toMatchObject({ oldSecret: true });
    current = ["second-secret"];
    expect(verify("first-secret")).toEqual({ fault: "signature_mismatch" });
  });

  it.each([
    () => [],
    () => [""],
    () => {
      throw new Error("the vault is away");
    },
  ])("believes nothing while the list cannot be used (%#)", (broken) => {
    let current: () => SecretList = () => "first-secret";
    const partner = github({ secrets: () => current() });
    current = broken;
    const headers = SIGNERS.github({ body: BODY, secret: "first-secret" });
    expect(partner.verify(deliveryOf({ headers, body: BODY }))).toEqual({ fault: "secrets_unavailable" });
  });
});

describe("at start", () => {
  const bad: [string, () => unknown, string][] = [
    ["no secret", () => github({ secrets: [] }), "secret_weak"],
    ["an empty secret", () => github({ secrets: "" }), "secret_weak"],
    ["a blank secret", () => github({ secrets: ["good-secret", " \n"] }), "secret_weak"],
    ["white space at the end", () => github({ secrets: "good-secret\n" }), "secret_weak"],
    ["an absent setting", () => github({ secrets: undefined as never }), "secret_weak"],
    ["a null entry", () => github({ secrets: [null as never] }), "secret_weak"],
    ["a placeholder", () => github({ secrets: "changeme" }), "secret_weak"],
    ["an empty function", () => github({ secrets: () => [] }), "secret_weak"],
    ["an API key", () => stripe({ secrets: "sk_test_1234567890" }), "key_unusable"],
    ["a misspelt option", () => stripe({ secrets: "whsec_a", tolerance: 5 } as never), "option_unknown"],
    ["no tolerance", () => stripe({ secrets: "whsec_a", toleranceSeconds: 0 }), "option_invalid"],
    ["endless tolerance", () => stripe({ secrets: "whsec_a", toleranceSeconds: Infinity }), "option_invalid"],
    [
      "an unreadable end",
      () => github({ secrets: [{ label: "a", secret: "b", expiresAt: new Date("x") }] }),
      "option_invalid",
    ],
    [
      "a misspelt field",
      () => github({ secrets: [{ label: "a", secret: "b", expires: 1 } as never] }),
      "option_unknown",
    ],
    ["no public URL", () => twilio({ authTokens: "a" } as never), "option_invalid"],
    [
      "a public URL with a query",
      () => twilio({ authTokens: "a", publicUrl: "https://a.example?b" }),
      "option_invalid",
    ],
  ];

  it.each(bad)("refuses %s", (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ name: "ConfigError", code }));
  });
});
