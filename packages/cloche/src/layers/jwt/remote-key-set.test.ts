/** Published keys over real HTTP: rotation, outages, floods of unknown key ids, and answers that are too much. */
import { generateKeyPairSync } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import {
  keyRing,
  privateKey,
  type RemoteKeySetOptions,
  remoteKeySet,
  type SigningKey,
  tokenIssuer,
  tokenVerifier,
} from "./index.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function pair(keyId: string): SigningKey {
  const jwk = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  return privateKey({ algorithm: "ES256", jwk, keyId });
}

const minutes = (count: number) => count * 60_000;

async function setUp(options: Partial<RemoteKeySetOptions> = {}, cacheEntries = 0) {
  const [old, next] = [pair("old"), pair("new")];
  const published = keyRing([old]);
  const site = { requests: 0, answer: undefined as RequestListener | undefined };
  const server = createServer((request, response) => {
    site.requests += 1;
    if (site.answer === undefined) response.end(JSON.stringify(published.jwks()));
    else site.answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  const clock = fixedClock(Date.UTC(2026, 5, 1));
  const keys = remoteKeySet(url, { dangerouslyAllowHttp: true, clock, ...options });
  const names = { issuer: "i", audience: "a" };
  const verifier = tokenVerifier({ issuers: [{ ...names, algorithms: ["ES256"], keys }], clock, cacheEntries });
  const token = (key: SigningKey) =>
    tokenIssuer({ ...names, keys: keyRing([key]), lifetime: "24 hours", clock }).issue({ subject: "u" }).token;
  const fault = async (text: string) => (await verifier.check(text)).fault;
  return { site, published, old, next, clock, url, verifier, token, fault };
}

/** One RSA pair, and tokens that claim to be signed with any number of others. */
async function setUpRsa() {
  const jwk = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  const key = privateKey({ algorithm: "RS256", jwk, keyId: "rsa" });
  const { site, published, clock, url } = await setUp();
  published.replace([key]);
  const keys = remoteKeySet(url, { dangerouslyAllowHttp: true, clock, maxAge: "1 hour" });
  const names = { issuer: "i", audience: "a" };
  const verifier = tokenVerifier({ issuers: [{ ...names, algorithms: ["RS256"], keys }], clock, cacheEntries: 0 });
  const { token } = tokenIssuer({ ...names, keys: keyRing([key]), lifetime: "24 hours", clock }).issue({
    subject: "u",
  });
  const [, payload, signature] = token.split(".");
  const forged = (kid: string) =>
    `${Buffer.from(JSON.stringify({ alg: "RS256", typ: "at+jwt", kid })).toString("base64url")}.${payload}.${signature}`;
  const fault = async (text: string) => (await verifier.check(text)).fault;
  return { site, published, clock, verifierOf: { token, forged, fault } };
}

describe("keys that are published", () => {
  it("are fetched once for many requests at once, and then answer without waiting", async () => {
    const { site, verifier, token, old } = await setUp();
    const text = token(old);
    const checks = await Promise.all(Array.from({ length: 20 }, async () => verifier.check(text)));
    expect(checks.every((check) => check.fault === undefined)).toBe(true);
    expect(site.requests).toBe(1);
    expect(verifier.check(text)).not.toBeInstanceOf(Promise);
  });

  it("are fetched again for an unknown key id, at most once per cool-down", async () => {
    const { site, published, token, fault, clock, old, next } = await setUp();
    expect(await fault(token(old))).toBeUndefined();
    published.replace([next, old]);
    expect(await fault(token(next))).toBe("token_key_unknown");
    clock.advance(30_000);
    expect(await fault(token(next))).toBeUndefined();
    expect(site.requests).toBe(2);
    for (let index = 0; index < 100; index += 1)
      expect(await fault(token(pair(`k${index}`)))).toBe("token_key_unknown");
    expect(site.requests).toBe(2);
  });

  it("are fetched once per cool-down however many unknown RS256 key ids arrive, and from however many callers", async () => {
    const { site, published, clock, verifierOf } = await setUpRsa();
    const { token, forged } = verifierOf;
    expect(await verifierOf.fault(token)).toBeUndefined();
    expect(site.requests).toBe(1);
    for (let round = 0; round < 5; round += 1) {
      clock.advance(30_000);
      const before = site.requests;
      const faults = await Promise.all(
        Array.from({ length: 40 }, (_, index) => verifierOf.fault(forged(`k${round}.${index}`))),
      );
      expect(new Set(faults)).toEqual(new Set(["token_key_unknown"]));
      for (let index = 0; index < 40; index += 1) await verifierOf.fault(forged(`late ${round}.${index}`));
      clock.advance(29_999);
      await verifierOf.fault(forged(`last ${round}`));
      expect(site.requests).toBe(before + 1);
      clock.advance(-29_999);
    }
    expect(published.jwks().keys).toHaveLength(1);
    expect(await verifierOf.fault(token)).toBeUndefined();
  });

  it("stop verifying once they are withdrawn, remembered tokens included", async () => {
    const { published, token, fault, clock, old, next, site } = await setUp({}, 100);
    const text = token(old);
    expect(await fault(text)).toBeUndefined();
    published.replace([next]);
    expect(await fault(text)).toBeUndefined();
    expect(site.requests).toBe(1);
    clock.advance(minutes(10));
    expect(await fault(text)).toBe("token_key_unknown");
  });

  it("serve on while the address does not answer, but not for ever", async () => {
    const { site, token, fault, clock, old } = await setUp({ staleFor: "1 hour" }, 100);
    const text = token(old);
    expect(await fault(text)).toBeUndefined();
    site.answer = (_, response) => response.writeHead(503).end();
    clock.advance(minutes(10));
    expect(await fault(text)).toBeUndefined();
    expect(await fault(text)).toBeUndefined();
    expect(site.requests).toBe(2);
    clock.advance(minutes(61));
    expect(await fault(token(old))).toBe("token_keys_unavailable");
    site.answer = undefined;
    clock.advance(minutes(1));
    expect(await fault(text)).toBeUndefined();
  });
});

describe("an answer that is no key set", () => {
  const bad: [string, RequestListener][] = [
    ["an error", (_, response) => response.writeHead(500).end()],
    ["no JSON", (_, response) => response.end("<html>")],
    ["no list", (_, response) => response.end('{"keys":{}}')],
    ["an empty set", (_, response) => response.end('{"keys":[]}')],
    ["a redirect", (_, response) => response.writeHead(302, { location: "/elsewhere" }).end()],
    ["cut off", (_, response) => response.destroy()],
    ["too slow", (_, response) => response.write('{"keys":')],
  ];

  it.each(bad)("(%s) makes the keys unavailable, and is tried again a second later", async (_, answer) => {
    const { site, token, fault, clock, old } = await setUp({ timeout: 1 });
    site.answer = answer;
    expect(await fault(token(old))).toBe("token_keys_unavailable");
    expect(await fault(token(old))).toBe("token_keys_unavailable");
    expect(site.requests).toBe(1);
    site.answer = undefined;
    clock.advance(1000);
    expect(await fault(token(old))).toBeUndefined();
  });

  it("is not read past the largest size, even where it holds the right key", async () => {
    const { site, published, token, fault, old } = await setUp();
    const padded = JSON.stringify({ ...published.jwks(), pad: "x".repeat(70_000) });
    site.answer = (_, response) => response.end(padded);
    expect(await fault(token(old))).toBe("token_keys_unavailable");
    const roomy = await setUp({ maxBytes: 100_000 });
    const large = JSON.stringify({ ...roomy.published.jwks(), pad: "x".repeat(70_000) });
    roomy.site.answer = (_, response) => response.end(large);
    expect(await roomy.fault(roomy.token(roomy.old))).toBeUndefined();
  });

  it("is passed over where single keys in it are private, symmetric, weak or strange", async () => {
    const { site, published, token, fault, old } = await setUp();
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const secret = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
    const keys = [
      { kty: "oct", k: "AAAA", alg: "HS256", kid: "old" },
      { ...secret, kid: "old" },
      { ...weak.publicKey.export({ format: "jwk" }), kid: "old" },
      { kty: "XYZ" },
      ...published.jwks().keys,
    ];
    site.answer = (_, response) => response.end(JSON.stringify({ keys }));
    expect(await fault(token(old))).toBeUndefined();
  });
});
