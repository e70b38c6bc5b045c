/** Tokens that were made, altered or passed on by someone who may not (RFC 8725, T1 to T7, T10 and T11). */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import { type KeySource, keySet, publicKey, secretKey, type TokenCheck, tokenVerifier } from "./index.js";

const NOW = Date.UTC(2026, 5, 1);
const SECRET = randomBytes(48);
const ISSUER = "https://id.example";
const AUDIENCE = "https://api.example";
const CLAIMS = { iss: ISSUER, aud: AUDIENCE, sub: "u1", exp: NOW / 1000 + 600 };
const HEADER = { alg: "HS256", typ: "at+jwt" };

const b64 = (data: string | Uint8Array) => Buffer.from(data as Uint8Array).toString("base64url");
const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function forge(header: unknown, claims: unknown, secret: Uint8Array = SECRET): string {
  const input = `${b64(text(header))}.${b64(text(claims))}`;
  return `${input}.${b64(createHmac("sha256", secret).update(input).digest())}`;
}

const keys = secretKey({ algorithm: "HS256", secret: SECRET });
const rule = { issuer: ISSUER, audience: AUDIENCE, algorithms: ["HS256"], keys } as const;
const verifier = tokenVerifier({ issuers: [rule], clock: fixedClock(NOW) });

/** These verifiers have their keys at hand, so that they answer at once. */
function now(check: TokenCheck | Promise<TokenCheck>): TokenCheck {
  if (check instanceof Promise) throw new Error("The verifier should have answered at once.");
  return check;
}
const fault = (token: string) => now(verifier.check(token)).fault;

describe("a good token", () => {
  it("gives its claims and its header", () => {
    const check = now(verifier.check(forge(HEADER, CLAIMS)));
    expect(check).toMatchObject({ claims: CLAIMS, header: HEADER });
    expect(check.fault).toBeUndefined();
  });

  it("gives claims that no handler can alter for the next request", () => {
    const token = forge(HEADER, { ...CLAIMS, roles: ["cook"], act: { sub: "x" } });
    const { claims } = now(verifier.check(token)) as unknown as { claims: { roles: string[]; act: { sub: string } } };
    expect(() => claims.roles.push("owner")).toThrow(TypeError);
    expect(() => Object.assign(claims.act, { sub: "y" })).toThrow(TypeError);
    expect(() => Object.assign(claims, { sub: "root" })).toThrow(TypeError);
    expect(now(verifier.check(token))).toMatchObject({ claims: { sub: "u1", roles: ["cook"] } });
  });
});

describe("unsigned and misshapen tokens", () => {
  const good = forge(HEADER, CLAIMS);
  const [head = "", body = "", signature = ""] = good.split(".");

  it.each(["none", "None", "NONE", "nOnE", ""])("refuses alg %j, with and without a signature", (alg) => {
    const unsigned = `${b64(text({ ...HEADER, alg }))}.${body}.`;
    expect(fault(unsigned)).toBe("token_malformed");
    expect(fault(`${unsigned}AA`)).toBe("token_algorithm_refused");
    expect(fault(forge({ ...HEADER, alg }, CLAIMS))).toBe("token_algorithm_refused");
  });

  it.each([
    ["nothing", ""],
    ["one segment", head],
    ["two segments", `${head}.${body}`],
    ["an empty signature", `${head}.${body}.`],
    ["an empty payload", `${head}..${signature}`],
    ["an empty header", `.${body}.${signature}`],
    ["four segments", `${good}.${signature}`],
    ["a trailing dot", `${good}.`],
    ["six segments", `${good}.a.b.c`],
    ["white space", ` ${good}`],
    ["a line end", `${good}\n`],
    ["padding", `${head}=.${body}.${signature}`],
    ["standard base64", `${head}.${body}.${signature.slice(0, -2)}+/`],
    ["a JSON serialisation", text({ payload: body, protected: head, signature })],
  ])("refuses %s", (_, token) => {
    expect(fault(token)).toBe("token_malformed");
  });

  it("refuses an encrypted token without decrypting", () => {
    const jwe = `${b64(text({ alg: "PBES2-HS256+A128KW", enc: "A128GCM", p2c: 2 ** 31 }))}.a.b.c.d`;
    expect(fault(jwe)).toBe("token_encrypted");
  });

  it("refuses the second spelling of the same bytes", () => {
    const last = signature.at(-1) ?? "";
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const other = alphabet[alphabet.indexOf(last) ^ 1] ?? "";
    expect(Buffer.from(signature.slice(0, -1) + other, "base64url")).toEqual(Buffer.from(signature, "base64url"));
    expect(fault(`${head}.${body}.${signature.slice(0, -1)}${other}`)).toBe("token_malformed");
  });

  it("refuses a token over the size before it reads it", () => {
    expect(fault(forge(HEADER, { ...CLAIMS, pad: "x".repeat(8192) }))).toBe("token_too_large");
    expect(fault("[".repeat(1_000_000))).toBe("token_too_large");
    expect(fault(forge(HEADER, { ...CLAIMS, pad: "x".repeat(5000) }))).toBeUndefined();
  });

  it.each([123, null, undefined, { foo: "bar" }, ["foo"], Buffer.from(good)])(
    "refuses %j, which is no text",
    (token) => {
      expect(fault(token as unknown as string)).toBe("token_malformed");
    },
  );

  it("refuses every altered character", () => {
    const character = fc.constantFrom(
      ...Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ "),
    );
    fc.assert(
      fc.property(fc.nat(good.length - 1), character, (at, replacement) => {
        fc.pre(good[at] !== replacement);
        expect(fault(good.slice(0, at) + replacement + good.slice(at + 1))).toBeDefined();
      }),
      { numRuns: 2000 },
    );
  });

  it("answers any text at all with a fault and never throws", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (any) => fault(any) !== undefined));
  });
});

describe("headers that ask for something else", () => {
  it.each([
    ["an unknown critical extension", { crit: ["x"], x: 1 }],
    ["an empty crit", { crit: [] }],
    ["a critical b64", { crit: ["b64"], b64: true }],
    ["an unencoded payload", { b64: false }],
    ["compression", { zip: "DEF" }],
    ["encryption", { enc: "A128GCM" }],
  ])("refuses %s", (_, extra) => {
    expect(fault(forge({ ...HEADER, ...extra }, CLAIMS))).toBe("token_header_unsupported");
  });

  it.each([
    ["a number", { alg: 1 }],
    ["a list", { alg: ["HS256"] }],
    ["missing", { alg: undefined }],
    ["a kid that is no text", { alg: "HS256", kid: { $ne: "" } }],
    ["a typ that is no text", { alg: "HS256", typ: 1 }],
  ])("refuses an alg, kid or typ that is %s", (_, header) => {
    expect(fault(forge(header, CLAIMS))).toBe("token_malformed");
  });

  it("never uses a key the token brings along", () => {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const jwk = pair.publicKey.export({ format: "jwk" });
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const trusting = tokenVerifier({
      issuers: [
        { ...rule, algorithms: ["ES256"], keys: publicKey({ algorithm: "ES256", jwk: jwkOf(other.publicKey) }) },
      ],
      clock: fixedClock(NOW),
    });
    for (const brought of [
      { jwk },
      { jku: "https://evil.example/jwks" },
      { x5u: "https://evil.example" },
      { x5c: ["MII"] },
    ]) {
      const input = `${b64(text({ alg: "ES256", typ: "at+jwt", ...brought }))}.${b64(text(CLAIMS))}`;
      const token = `${input}.${b64(sign("sha256", Buffer.from(input), { key: pair.privateKey, dsaEncoding: "ieee-p1363" }))}`;
      expect(now(trusting.check(token)).fault).toBe("token_signature_wrong");
    }
  });
});

describe("one text that two parsers read as two tokens", () => {
  const tail = `"aud":"${AUDIENCE}","exp":${CLAIMS.exp}`;

  it.each([
    ["sub", `{"iss":"${ISSUER}","sub":"u1",${tail},"sub":"root"}`],
    ["an escaped spelling of sub", `{"iss":"${ISSUER}","sub":"u1",${tail},"s\\u0075b":"root"}`],
    ["a member of an inner object", `{"iss":"${ISSUER}",${tail},"act":{"sub":"a","sub":"b"}}`],
    ["a member inside a list", `{"iss":"${ISSUER}",${tail},"l":[1,{"a":1,"a":1}]}`],
    ["iss", `{"iss":"evil","iss":"${ISSUER}",${tail}}`],
  ])("refuses a doubled %s in the claims", (_, claims) => {
    expect(() => JSON.parse(claims)).not.toThrow();
    expect(fault(forge(HEADER, claims))).toBe("token_member_doubled");
  });

  it("refuses a doubled alg in the header", () => {
    expect(fault(forge('{"alg":"none","typ":"at+jwt","alg":"HS256"}', CLAIMS))).toBe("token_member_doubled");
  });

  it("accepts names and colons inside texts", () => {
    const claims = { ...CLAIMS, note: 'a "quoted": {"sub":"x"} \\" : \\', 'odd":"name': { ":": ":" }, sub2: "sub" };
    expect(fault(forge(HEADER, claims))).toBeUndefined();
  });

  it("tells doubled members apart from any other JSON", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), fc.string(), (extra, name) => {
        fc.pre(!text(extra).includes('"__proto__"') && !["iss", "aud", "exp", "nbf", "iat"].some((k) => k in extra));
        const plain = text({ ...extra, ...CLAIMS });
        expect(fault(forge(HEADER, plain))).toBeUndefined();
        fc.pre(name !== "__proto__");
        const doubled = `{${JSON.stringify(name)}:0,${JSON.stringify(name)}:0,${plain.slice(1)}`;
        expect(fault(forge(HEADER, doubled))).toBe("token_member_doubled");
      }),
    );
  });

  it.each([
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["an overlong encoding", Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])],
    ["a byte-order mark", Buffer.from(`\ufeff${text(CLAIMS)}`)],
    ["UTF-16", Buffer.from(text(CLAIMS), "utf16le")],
    ["a list", Buffer.from("[]")],
    ["null", Buffer.from("null")],
    ["a text", Buffer.from('"x"')],
    ["no JSON", Buffer.from("{a:1}")],
    ["a member called __proto__", Buffer.from(`{"__proto__":{"admin":true},${text(CLAIMS).slice(1)}`)],
    ["nesting without end", Buffer.from(`{"a":${"[".repeat(2000)}${"]".repeat(2000)}}`)],
  ])("refuses claims that are %s", (_, bytes) => {
    const input = `${b64(text(HEADER))}.${b64(bytes)}`;
    expect(fault(`${input}.${b64(createHmac("sha256", SECRET).update(input).digest())}`)).toBe("token_malformed");
  });

  it("is not fooled by claims that are called like its own results", () => {
    expect(fault(forge({ ...HEADER, fault: "x", object: {} }, { ...CLAIMS, fault: "y", claims: 1 }))).toBeUndefined();
  });
});

describe("the wrong key or algorithm", () => {
  it("refuses another secret, and an algorithm that is not on the list", () => {
    expect(fault(forge(HEADER, CLAIMS, randomBytes(48)))).toBe("token_signature_wrong");
    for (const alg of ["HS384", "HS512", "RS256", "ES256", "hs256", "HS256 ", "__proto__", "constructor"]) {
      expect(fault(forge({ ...HEADER, alg }, CLAIMS))).toBe("token_algorithm_refused");
    }
  });

  it("refuses HMAC under a public key in every spelling of it", () => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
    const guarded = tokenVerifier({
      issuers: [{ ...rule, algorithms: ["RS256"], keys: publicKey({ algorithm: "RS256", pem }) }],
      clock: fixedClock(NOW),
    });
    const spellings = [pem, pem.trim(), ` ${pem}`, pem.replaceAll("\n", ""), pem.replaceAll("\n", "\r\n")];
    const der = pair.publicKey.export({ type: "spki", format: "der" });
    for (const secret of [...spellings.map((it) => Buffer.from(it)), der, Buffer.from(text(jwkOf(pair.publicKey)))]) {
      expect(now(guarded.check(forge(HEADER, CLAIMS, secret))).fault).toBe("token_algorithm_refused");
      expect(now(guarded.check(forge({ ...HEADER, alg: "RS256" }, CLAIMS, secret))).fault).toBe(
        "token_signature_wrong",
      );
    }
  });

  it("refuses an ECDSA signature of zeros, one in DER, and one by a key on another curve", () => {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const ecKeys = publicKey({ algorithm: "ES256", jwk: jwkOf(pair.publicKey) });
    const guarded = tokenVerifier({
      issuers: [{ ...rule, algorithms: ["ES256"], keys: ecKeys }],
      clock: fixedClock(NOW),
    });
    const input = `${b64(text({ alg: "ES256", typ: "at+jwt" }))}.${b64(text(CLAIMS))}`;
    const check = (signature: Uint8Array) => now(guarded.check(`${input}.${b64(signature)}`)).fault;
    const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" });
    expect(
      check(sign("sha256", Buffer.from(input), { key: pair.privateKey, dsaEncoding: "ieee-p1363" })),
    ).toBeUndefined();
    expect(check(new Uint8Array(64))).toBe("token_signature_wrong");
    expect(check(sign("sha256", Buffer.from(input), pair.privateKey))).toBe("token_signature_wrong");
    expect(check(sign("sha256", Buffer.from(input), { key: p384.privateKey, dsaEncoding: "ieee-p1363" }))).toBe(
      "token_signature_wrong",
    );
  });

  it("refuses an RSA signature with the padding of the other family", () => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const jwk = jwkOf(pair.publicKey);
    const both: KeySource = keySet({
      keys: [
        { ...jwk, alg: "PS256", kid: "p" },
        { ...jwk, alg: "RS256", kid: "r" },
      ],
    });
    const guarded = tokenVerifier({
      issuers: [{ ...rule, algorithms: ["RS256", "PS256"], keys: both }],
      clock: fixedClock(NOW),
    });
    const input = `${b64(text({ alg: "PS256", typ: "at+jwt" }))}.${b64(text(CLAIMS))}`;
    const token = `${input}.${b64(sign("sha256", Buffer.from(input), pair.privateKey))}`;
    expect(now(guarded.check(token)).fault).toBe("token_signature_wrong");
    const crossed = `${b64(text({ alg: "PS256", typ: "at+jwt", kid: "r" }))}.${b64(text(CLAIMS))}.AAAA`;
    expect(now(guarded.check(crossed)).fault).toBe("token_key_unknown");
  });

  it.each(["../../../../dev/null", "' OR 1=1 --", "__proto__", "k2", "", "K1"])("knows no key by the id %j", (kid) => {
    const named = secretKey({ algorithm: "HS256", secret: SECRET, keyId: "k1" });
    const guarded = tokenVerifier({ issuers: [{ ...rule, keys: named }], clock: fixedClock(NOW) });
    expect(now(guarded.check(forge({ ...HEADER, kid }, CLAIMS))).fault).toBe("token_key_unknown");
    expect(now(guarded.check(forge({ ...HEADER, kid: "k1" }, CLAIMS))).fault).toBeUndefined();
  });
});

describe("a good token of somebody else", () => {
  it.each([
    ["another issuer", { iss: "https://evil.example" }, "token_issuer_unknown"],
    ["an issuer with a slash more", { iss: `${ISSUER}/` }, "token_issuer_unknown"],
    ["no issuer", { iss: undefined }, "token_issuer_unknown"],
    ["a list of issuers", { iss: [ISSUER] }, "token_issuer_unknown"],
    ["another audience", { aud: "https://other.example" }, "token_audience_wrong"],
    ["no audience", { aud: undefined }, "token_audience_wrong"],
    ["an empty list", { aud: [] }, "token_audience_wrong"],
    ["an audience that contains ours", { aud: `${AUDIENCE}.evil` }, "token_audience_wrong"],
    ["an audience in other case", { aud: AUDIENCE.toUpperCase() }, "token_audience_wrong"],
    ["an audience list with a number", { aud: [AUDIENCE, 1] }, "token_audience_wrong"],
    ["an audience that is an object", { aud: { [AUDIENCE]: true } }, "token_audience_wrong"],
  ])("refuses %s", (_, change, expected) => {
    expect(fault(forge(HEADER, { ...CLAIMS, ...change }))).toBe(expected);
  });

  it("accepts one of several audiences", () => {
    expect(fault(forge(HEADER, { ...CLAIMS, aud: ["other", AUDIENCE] }))).toBeUndefined();
  });

  it("does not let one trusted issuer speak for another", () => {
    const other = randomBytes(48);
    const second = { ...rule, issuer: "https://two.example", keys: secretKey({ algorithm: "HS256", secret: other }) };
    const both = tokenVerifier({ issuers: [rule, second], clock: fixedClock(NOW) });
    const two = { ...CLAIMS, iss: second.issuer };
    expect(now(both.check(forge(HEADER, CLAIMS))).fault).toBeUndefined();
    expect(now(both.check(forge(HEADER, two, other))).fault).toBeUndefined();
    expect(now(both.check(forge(HEADER, two))).fault).toBe("token_signature_wrong");
    expect(now(both.check(forge(HEADER, CLAIMS, other))).fault).toBe("token_signature_wrong");
    expect(now(both.check(forge(HEADER, { ...CLAIMS, iss: "three" }))).fault).toBe("token_issuer_unknown");
  });

  it.each([
    ["at+jwt", undefined],
    ["AT+JWT", undefined],
    ["application/at+jwt", undefined],
    ["JWT", "token_type_wrong"],
    ["dpop+jwt", "token_type_wrong"],
    ["at+jwt ", "token_type_wrong"],
    [undefined, "token_type_wrong"],
  ])("holds the typ %j against at+jwt", (typ, expected) => {
    expect(fault(forge({ alg: "HS256", typ }, CLAIMS))).toBe(expected);
  });

  it("takes plain JWTs and untyped ones only where the rule says JWT", () => {
    const plain = tokenVerifier({ issuers: [{ ...rule, type: "JWT" }], clock: fixedClock(NOW) });
    expect(now(plain.check(forge({ alg: "HS256", typ: "jwt" }, CLAIMS))).fault).toBeUndefined();
    expect(now(plain.check(forge({ alg: "HS256" }, CLAIMS))).fault).toBeUndefined();
    expect(now(plain.check(forge(HEADER, CLAIMS))).fault).toBe("token_type_wrong");
  });

  it("asks for the claims the rule requires", () => {
    const strict = tokenVerifier({
      issuers: [{ ...rule, requiredClaims: ["sub", "client_id", "toString"] }],
      clock: fixedClock(NOW),
    });
    const full = { ...CLAIMS, client_id: "web", toString: "x" };
    expect(now(strict.check(forge(HEADER, full))).fault).toBeUndefined();
    for (const gone of [{ client_id: undefined }, { client_id: null }, { client_id: "" }, { toString: undefined }]) {
      expect(now(strict.check(forge(HEADER, { ...full, ...gone }))).fault).toBe("token_claim_missing");
    }
  });
});

function jwkOf(key: KeyObject) {
  return createPublicKey(key.export({ type: "spki", format: "pem" })).export({ format: "jwk" });
}
