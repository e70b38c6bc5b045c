/** What a caller is told, and not told, about a bearer token (RFC 6750 sections 2 and 3). */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ConfigError, fixedClock, isRefusal, type RequestHead } from "../../kernel/index.js";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "./index.js";

const clock = fixedClock(Date.UTC(2026, 5, 1));
const keys = keyRing([secretKey({ algorithm: "HS256", secret: randomBytes(32) })]);
const issuer = tokenIssuer({ issuer: "i", audience: "a", keys, lifetime: 60, clock });
const rule = { issuer: "i", audience: "a", algorithms: ["HS256"], keys } as const;
const verifier = tokenVerifier({ issuers: [rule], clock });
const source = bearer({ verifier, realm: "orders" });
const token = issuer.issue({ subject: "u1", claims: { role: "cook", roles: ["cashier"], scope: "a b" } }).token;

function head(authorization?: string | string[], target = "/orders"): RequestHead {
  const values = authorization === undefined ? [] : [authorization].flat();
  return {
    method: "GET",
    target,
    address: "192.0.2.1",
    secure: true,
    header: (name) => (name === "authorization" && values.length > 0 ? values.join(", ") : undefined),
    headerCount: (name) => (name === "authorization" ? values.length : 0),
  };
}

describe("a request without a bearer token", () => {
  it.each([
    ["no header", undefined],
    ["Basic", "Basic dTpw"],
    ["Digest", 'Digest username="u"'],
    ["DPoP", `DPoP ${token}`],
    ["a scheme that begins alike", `Bearers ${token}`],
    ["an empty header", ""],
  ])("(%s) carries no such credential", (_, value) => {
    expect(source.identify(head(value))).toBeUndefined();
  });

  it("is asked for one, without an error code", () => {
    expect(source.missing).toMatchObject({
      refused: "unauthenticated",
      status: 401,
      headers: [["www-authenticate", 'Bearer realm="orders"']],
    });
  });

  it("is not identified by a token in the address", () => {
    expect(source.identify(head(undefined, `/orders?access_token=${token}`))).toBeUndefined();
  });
});

describe("a good token", () => {
  it.each(["Bearer", "bearer", "BEARER", "bEaReR"])("after %s tells the caller", async (scheme) => {
    expect(await source.identify(head(`${scheme} ${token}`))).toMatchObject({
      id: "u1",
      roles: ["cook", "cashier"],
      scopes: ["a", "b"],
      via: "bearer",
      claims: { iss: "i", sub: "u1" },
    });
  });

  it("gives a caller that cannot be altered", async () => {
    const caller = await source.identify(head(`Bearer ${token}`));
    expect(() => (caller as unknown as { roles: string[] }).roles.push("owner")).toThrow(TypeError);
    expect(() => Object.assign(caller ?? {}, { id: "root" })).toThrow(TypeError);
  });

  it("reads scopes from scp, and ignores roles that are no texts", async () => {
    const odd = issuer.issue({ subject: "u", claims: { scp: ["x", 1], role: { admin: true }, roles: "cook" } }).token;
    expect(await source.identify(head(`Bearer ${odd}`))).toMatchObject({ scopes: ["x"], roles: [] });
    const text = issuer.issue({ subject: "u", claims: { scp: "x  y" } }).token;
    expect(await source.identify(head(`Bearer ${text}`))).toMatchObject({ scopes: ["x", "y"] });
  });

  it("can be turned into a caller another way, or refused", async () => {
    const named = bearer({
      verifier,
      name: "staff",
      toCaller: ({ claims }) => ({ id: `s-${String(claims.sub)}`, roles: [], scopes: [] }),
    });
    expect(await named.identify(head(`Bearer ${token}`))).toMatchObject({ id: "s-u1", via: "staff" });
    const refusing = bearer({ verifier, toCaller: () => undefined });
    expect(await refusing.identify(head(`Bearer ${token}`))).toMatchObject({ refused: "token_invalid" });
  });
});

describe("two credentials at once, or a misspelled one", () => {
  it.each([
    ["two headers", head([`Bearer ${token}`, `Bearer ${token}`])],
    ["a bearer and a basic header", head([`Bearer ${token}`, "Basic dTpw"])],
    ["two in one header", head(`Bearer ${token}, Bearer ${token}`)],
    ["one more in the query", head(`Bearer ${token}`, `/orders?a=1&access_token=${token}`)],
    ["one in an encoded query", head(`Bearer ${token}`, "/orders?%61ccess_token=x")],
    ["no token", head("Bearer")],
    ["an empty token", head("Bearer ")],
    ["two spaces", head(`Bearer  ${token}`)],
    ["a tab", head(`Bearer\t${token}`)],
    ["a space behind", head(`Bearer ${token} `)],
    ["quotes", head(`Bearer "${token}"`)],
    ["padding inside", head("Bearer a=b")],
  ])("(%s) is a malformed request", (_, request) => {
    expect(source.identify(request)).toMatchObject({
      refused: "request_malformed",
      status: 400,
      headers: [["www-authenticate", 'Bearer realm="orders", error="invalid_request"']],
    });
  });

  it("is seen where the server keeps only the first of two headers, as Node does", () => {
    const request = { ...head(`Bearer ${token}`), headerCount: () => 2 };
    expect(source.identify(request)).toMatchObject({ refused: "request_malformed" });
  });

  it("is not seen in a query that only looks alike", async () => {
    for (const query of ["?access_tokens=1", "?q=access_token", "?xaccess_token=1", "?q=100%25", "?"]) {
      expect(isRefusal(await source.identify(head(`Bearer ${token}`, `/orders${query}`)))).toBe(false);
    }
  });
});

describe("a token that is not accepted", () => {
  const expired = tokenIssuer({ issuer: "i", audience: "a", keys, lifetime: 60, clock: fixedClock(0) }).issue({
    subject: "u",
  });
  const foreign = tokenIssuer({ issuer: "i", audience: "b", keys, lifetime: 60, clock }).issue({ subject: "u" });

  it.each([
    ["token_malformed", "garbage"],
    ["token_signature_wrong", `${token.slice(0, -8)}AAAAAAAA`],
    ["token_expired", expired.token],
    ["token_audience_wrong", foreign.token],
    ["token_too_large", "a".repeat(9000)],
  ])("gets one and the same answer, with %s only as the reason", async (reason, bad) => {
    const { reason: told, ...answer } = (await source.identify(head(`Bearer ${bad}`))) as unknown as Record<
      string,
      unknown
    >;
    expect(told).toBe(reason);
    expect(answer).toEqual({
      refused: "token_invalid",
      status: 401,
      headers: [["www-authenticate", 'Bearer realm="orders", error="invalid_token"']],
    });
  });

  it("is not accepted without a subject", async () => {
    const check = { claims: Object.freeze({ iss: "i" }), header: { alg: "HS256" } };
    const anonymous = bearer({ verifier: { issuers: ["i"], check: () => check } });
    expect(await anonymous.identify(head("Bearer x"))).toMatchObject({ refused: "token_invalid" });
  });

  it("is not blamed where the keys cannot be fetched", async () => {
    const away = bearer({ verifier: { issuers: ["i"], check: async () => ({ fault: "token_keys_unavailable" }) } });
    expect(await away.identify(head("Bearer x"))).toMatchObject({
      refused: "store_unavailable",
      status: 503,
      headers: [],
    });
  });
});

describe("the realm", () => {
  it.each(['a"b', "a\\b", "a\r\nb", "caf\u00e9"])("%j cannot split or break the header", (realm) => {
    expect(() => bearer({ verifier, realm })).toThrow(ConfigError);
  });
});
