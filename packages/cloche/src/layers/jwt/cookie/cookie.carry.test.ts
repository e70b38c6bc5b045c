/** A token in a cookie counts only where the browser keeps it for this host, and never silently beside another. */
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ConfigError, fixedClock, type RequestHead } from "../../../kernel/index.js";
import { bearer, cookieToken, keyRing, secretKey, tokenCookie, tokenIssuer, tokenVerifier } from "../index.js";

const clock = fixedClock(Date.UTC(2026, 5, 1));
const keys = keyRing([secretKey({ algorithm: "HS256", secret: randomBytes(32) })]);
const issuer = tokenIssuer({ issuer: "i", audience: "a", keys, lifetime: 60, clock });
const verifier = tokenVerifier({ issuers: [{ issuer: "i", audience: "a", algorithms: ["HS256"], keys }], clock });
const source = cookieToken({ verifier, cookie: "__Host-access" });
const { token } = issuer.issue({ subject: "u1" });

function head(cookie: string | undefined, authorization?: string): RequestHead {
  const headers: Record<string, string | undefined> = { cookie, authorization };
  return {
    method: "GET",
    target: "/",
    address: "192.0.2.1",
    secure: true,
    header: (name) => headers[name],
    headerCount: (name) => (headers[name] === undefined ? 0 : 1),
  };
}

describe("a cookie", () => {
  it.each([
    `__Host-access=${token}`,
    `a=1; __Host-access=${token}; b=2`,
    `a=1;__Host-access=${token}`,
    `a=1, __Host-access=${token}`,
  ])("with the token tells the caller", async (cookie) => {
    expect(await source.identify(head(cookie))).toMatchObject({ id: "u1", via: "cookie" });
  });

  it.each([
    undefined,
    "",
    "a=1",
    `access=${token}`,
    `__host-access=${token}`,
    `x__Host-access=${token}`,
    `__Host-access2=${token}`,
    `a=__Host-access=${token}`,
    "__Host-access=",
    "__Host-access",
  ])("(%s) is no credential", (cookie) => {
    expect(source.identify(head(cookie))).toBeUndefined();
  });

  it("that came twice is refused, whichever of the two is good", () => {
    for (const cookie of [`__Host-access=${token}; __Host-access=x`, `__Host-access=x; __Host-access=${token}`]) {
      expect(source.identify(head(cookie))).toMatchObject({ status: 400, reason: "credentials_malformed" });
    }
  });

  it.each(["garbage", `"${token}"`, `${token}x`])(
    "with a bad token (%s) is refused without a reason",
    async (value) => {
      expect(await source.identify(head(`__Host-access=${value}`))).toMatchObject({
        status: 401,
        headers: [["www-authenticate", 'Cookie realm="api", error="invalid_token"']],
      });
    },
  );

  it("is something browsers attach by themselves, and says so to the gate and to the API's description", () => {
    expect(source).toMatchObject({
      ambient: true,
      scheme: { type: "apiKey", in: "cookie", name: "__Host-access" },
      missing: { status: 401 },
    });
  });

  it.each(["access", "__Secure-access", "__Host-", "__Host-a b", "__host-access", undefined])(
    "may not be called %s",
    (cookie) => {
      expect(() => cookieToken({ verifier, cookie: cookie as string })).toThrow(ConfigError);
    },
  );
});

describe("a token that is bound to a key", () => {
  const bound = issuer.issue({ subject: "u1", claims: { cnf: { jkt: "x" } } }).token;

  it.each([
    ["cookie", () => source.identify(head(`__Host-access=${bound}`))],
    ["bearer", () => bearer({ verifier }).identify(head(undefined, `Bearer ${bound}`))],
  ] as const)("is refused as a %s, where nothing proves the key", async (_, identify) => {
    expect(await identify()).toMatchObject({ status: 401, reason: "token_sender_constrained" });
  });
});

describe("the Set-Cookie", () => {
  const cookie = tokenCookie({ cookie: "__Host-access", maxAge: "15 minutes" });

  it("keeps the token from scripts, other hosts and plain connections", () => {
    expect(cookie.set(token)).toBe(`__Host-access=${token}; Max-Age=900; Path=/; Secure; HttpOnly; SameSite=Strict`);
    expect(cookie.clear()).toBe("__Host-access=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict");
  });

  it.each(["a; Domain=evil.example", "a\r\nset-cookie: b=1", "", "a b", "x".repeat(4090)])(
    "is not written for a value that would break it",
    (value) => {
      expect(() => cookie.set(value)).toThrow(ConfigError);
    },
  );
});
