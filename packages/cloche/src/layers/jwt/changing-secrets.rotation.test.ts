/** A secret that is exchanged while the process runs: what the version before made holds for its overlap, and no longer. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Caller, ConfigError, fixedClock, Secret } from "../../kernel/index.js";
import {
  csrfSession,
  csrfToken,
  dpopNonces,
  type KeyVersions,
  memoryRefreshStore,
  refreshTokens,
  rotatingKeyRing,
  tokenIssuer,
  tokenVerifier,
} from "./index.js";

const text = () => randomBytes(32).toString("base64url");
const version = (value = text()) => ({ secret: new Secret(value, "TEST_SECRET") });

/** A source of versions as the pantry has them: one list, until there is another. */
function source(...first: KeyVersions) {
  let versions: KeyVersions = first;
  const listeners = new Set<(versions: KeyVersions) => void>();
  return {
    all: () => versions,
    onChange(listener: (versions: KeyVersions) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (...next: KeyVersions) => {
      versions = next;
      for (const listener of listeners) listener(next);
    },
  };
}

const [one, two] = [version(), version()];

/** The same secrets in every form that may change. */
const FORMS = [
  ["a rotating secret", () => source(one)],
  [
    "a function of labelled versions",
    () => {
      const from = source(one);
      return Object.assign(() => from.all(), { set: from.set });
    },
  ],
  [
    "a function of secrets",
    () => {
      const from = source(one);
      return Object.assign(() => from.all().map(({ secret }) => secret), { set: from.set });
    },
  ],
] as const;

describe.each(FORMS)("%s", (_name, make) => {
  it("proves refresh tokens of both versions while they overlap, and of the new one alone after it", async () => {
    const secret = make();
    const clock = fixedClock(Date.UTC(2026, 5, 1));
    const options = { store: memoryRefreshStore(), idle: "1 hour", absolute: "3 hours", secret, clock };
    const tokens = refreshTokens(options);
    const [kept, forgotten] = [await tokens.start({ subject: "u" }), await tokens.start({ subject: "v" })];
    secret.set(two, one);
    const next = await tokens.rotate(kept.token);
    expect(next).toHaveProperty("token");
    // A retry of the token that the old secret made gets the very successor that the new one made.
    expect(await tokens.rotate(kept.token)).toEqual(next);
    secret.set(two);
    expect(await tokens.rotate("token" in next ? next.token : "")).toHaveProperty("token");
    expect(await tokens.rotate(forgotten.token)).toEqual({ fault: "refresh_unknown" });
  });

  it("proves CSRF tokens and nonces of both versions while they overlap", () => {
    const secret = make();
    const caller: Caller = { id: "ana", roles: [], scopes: [], via: "cookie", claims: { sid: "s1" } };
    const csrf = csrfToken({ secret });
    const nonces = dpopNonces({ secret, clock: fixedClock(0) });
    const [token, nonce] = [csrf.issue(csrfSession(caller)), nonces.current()];
    const stands = () => [csrf.verify(token, csrfSession(caller)), nonces.accepts(nonce)];
    secret.set(two, one);
    expect(stands()).toEqual([true, true]);
    expect(nonces.current()).not.toBe(nonce);
    expect(csrf.verify(csrf.issue(csrfSession(caller)), csrfSession(caller))).toBe(true);
    secret.set(two);
    expect(stands()).toEqual([false, false]);
  });

  it("is refused at start where a version is weak", () => {
    const secret = make();
    secret.set(version("changeme"));
    expect(() => csrfToken({ secret })).toThrow(ConfigError);
    expect(() => dpopNonces({ secret })).toThrow(ConfigError);
    expect(() => refreshTokens({ store: memoryRefreshStore(), idle: "1 hour", absolute: "1 hour", secret })).toThrow(
      ConfigError,
    );
  });
});

describe("a ring that follows a secret", () => {
  const pem = () => generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const names = { issuer: "i", audience: "a" };

  it.each([
    ["HS256", text],
    ["EdDSA", pem],
  ] as const)("signs with the newest %s key, and verifies with those still accepted", async (algorithm, make) => {
    const [old, fresh] = [version(make()), version(make())];
    const from = source(old);
    const keys = rotatingKeyRing({ algorithm, from });
    const issuer = tokenIssuer({ ...names, keys, lifetime: "10 minutes" });
    const verifier = tokenVerifier({ issuers: [{ ...names, algorithms: [algorithm], keys }] });
    const before = issuer.issue({ subject: "u" }).token;
    const kidOf = (token: string) =>
      (JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as { kid: string }).kid;
    const isGood = async (token: string) => (await verifier.check(token)).fault;
    expect(await isGood(before)).toBeUndefined();
    from.set(fresh, old);
    const after = issuer.issue({ subject: "u" }).token;
    expect(kidOf(after)).not.toBe(kidOf(before));
    expect([await isGood(before), await isGood(after)]).toEqual([undefined, undefined]);
    expect(keys.jwks().keys).toHaveLength(algorithm === "EdDSA" ? 2 : 0);
    from.set(fresh);
    expect([await isGood(before), await isGood(after)]).toEqual(["token_key_unknown", undefined]);
  });

  it("stays as it was where a new version cannot be used, and the source hears why", async () => {
    const from = source(version());
    const keys = rotatingKeyRing({ algorithm: "HS256", from });
    const before = keys.signer();
    expect(() => from.set(version("changeme"))).toThrow(ConfigError);
    expect(keys.signer()).toBe(before);
  });
});
