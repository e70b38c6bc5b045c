/** Verifying an access token: signature, issuer, audience and times. */
import { createHmac, createSecretKey, generateKeyPairSync, sign, timingSafeEqual, verify } from "node:crypto";
import { publicKey, secretKey, tokenVerifier } from "cloche/jwt";
import { createVerifier } from "fast-jwt";
import { verify as honoVerify } from "hono/jwt";
import { jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";
import { JWT_AUDIENCE, JWT_ISSUER, JWT_SECRET } from "../../peers/workload.mjs";
import { mintToken, userId, userTokens } from "../client.mjs";
import { cycle } from "./cycle.mjs";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const hmacKey = createSecretKey(Buffer.from(JWT_SECRET));
const hmacForWeb = await crypto.subtle.importKey(
  "raw",
  Buffer.from(JWT_SECRET),
  { name: "HMAC", hash: "SHA-256" },
  false,
  ["verify"],
);
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");
const pem = (key) => key.export({ type: "spki", format: "pem" });

const SIGNERS = {
  ES256: (input) => sign("sha256", input, { key: ec.privateKey, dsaEncoding: "ieee-p1363" }),
  EdDSA: (input) => sign(null, input, ed.privateKey),
};

function tokensOf(algorithm) {
  return Array.from({ length: 256 }, (_, user) => {
    const [, payload] = mintToken({ sub: userId(user) }).split(".");
    const signed = `${encode({ alg: algorithm, typ: "JWT" })}.${payload}`;
    return `${signed}.${SIGNERS[algorithm](Buffer.from(signed)).toString("base64url")}`;
  });
}

const tokens = { HS256: userTokens(), ES256: tokensOf("ES256"), EdDSA: tokensOf("EdDSA") };

/** By hand: a pinned header, the signature, then the claims. */
function byHand(algorithm, signatureHolds) {
  const prefix = `${encode({ alg: algorithm, typ: "JWT" })}.`;
  return (token) => {
    const dot = token.lastIndexOf(".");
    const signature = Buffer.from(token.slice(dot + 1), "base64url");
    if (!token.startsWith(prefix) || !signatureHolds(token.slice(0, dot), signature)) throw new Error("signature");
    const claims = JSON.parse(Buffer.from(token.slice(prefix.length, dot), "base64url").toString());
    const fits = claims.exp > Date.now() / 1000 && claims.iss === JWT_ISSUER && claims.aud === JWT_AUDIENCE;
    if (!fits) throw new Error("claims");
    return claims;
  };
}

function remembering(verifyToken) {
  const seen = new Map();
  return (token) => {
    const known = seen.get(token);
    if (known !== undefined && known.exp > Date.now() / 1000) return known;
    const claims = verifyToken(token);
    seen.set(token, claims);
    return claims;
  };
}

function cloche(algorithm, key, cacheEntries) {
  const issuer = { issuer: JWT_ISSUER, audience: JWT_AUDIENCE, algorithms: [algorithm], keys: key };
  const verifier = tokenVerifier({ issuers: [{ ...issuer, type: "JWT" }], cacheEntries });
  return (token) => {
    const check = verifier.check(token);
    if (check.fault !== undefined) throw new Error(check.fault);
    return check;
  };
}

const expected = (algorithm) => ({ algorithms: [algorithm], issuer: JWT_ISSUER, audience: JWT_AUDIENCE });
const fastJwt = (algorithm, key, cache) =>
  createVerifier({ key, cache, algorithms: [algorithm], allowedIss: JWT_ISSUER, allowedAud: JWT_AUDIENCE });
const honoExpected = { alg: "HS256", iss: JWT_ISSUER, aud: JWT_AUDIENCE };

const handHs256 = byHand("HS256", (input, signature) => {
  const digest = createHmac("sha256", hmacKey).update(input, "latin1").digest();
  return signature.length === digest.length && timingSafeEqual(signature, digest);
});
const handEs256 = byHand("ES256", (input, signature) =>
  verify("sha256", Buffer.from(input), { key: ec.publicKey, dsaEncoding: "ieee-p1363" }, signature),
);
const handEdDsa = byHand("EdDSA", (input, signature) => verify(null, Buffer.from(input), ed.publicKey, signature));

function group(algorithm, candidates) {
  return Object.entries(candidates).map(([name, verifyToken]) => {
    const next = cycle(tokens[algorithm]);
    return { name, run: () => verifyToken(next()) };
  });
}

const ourSecret = secretKey({ algorithm: "HS256", secret: JWT_SECRET });
const ourEs256 = publicKey({ algorithm: "ES256", pem: pem(ec.publicKey) });
const ourEdDsa = publicKey({ algorithm: "EdDSA", pem: pem(ed.publicKey) });

export const GROUPS = {
  "jwt: HS256": group("HS256", {
    "by hand": handHs256,
    "by hand, remembered": remembering(handHs256),
    "cloche/jwt": cloche("HS256", ourSecret, 0),
    "cloche/jwt, remembered": cloche("HS256", ourSecret, 10_000),
    "fast-jwt": fastJwt("HS256", JWT_SECRET, false),
    "fast-jwt, remembered": fastJwt("HS256", JWT_SECRET, true),
    "jsonwebtoken, secret as a string": (token) => jsonwebtoken.verify(token, JWT_SECRET, expected("HS256")),
    "jsonwebtoken, KeyObject": (token) => jsonwebtoken.verify(token, hmacKey, expected("HS256")),
    "jose, KeyObject": (token) => jwtVerify(token, hmacKey, expected("HS256")),
    "jose, CryptoKey": (token) => jwtVerify(token, hmacForWeb, expected("HS256")),
    "hono/jwt, CryptoKey": (token) => honoVerify(token, hmacForWeb, honoExpected),
  }),
  "jwt: ES256": group("ES256", {
    "by hand": handEs256,
    "cloche/jwt": cloche("ES256", ourEs256, 0),
    "cloche/jwt, remembered": cloche("ES256", ourEs256, 10_000),
    "fast-jwt": fastJwt("ES256", pem(ec.publicKey), false),
    "fast-jwt, remembered": fastJwt("ES256", pem(ec.publicKey), true),
    "jsonwebtoken, PEM": (token) => jsonwebtoken.verify(token, pem(ec.publicKey), expected("ES256")),
    "jsonwebtoken, KeyObject": (token) => jsonwebtoken.verify(token, ec.publicKey, expected("ES256")),
    "jose, KeyObject": (token) => jwtVerify(token, ec.publicKey, expected("ES256")),
  }),
  "jwt: EdDSA": group("EdDSA", {
    "by hand": handEdDsa,
    "cloche/jwt": cloche("EdDSA", ourEdDsa, 0),
    "cloche/jwt, remembered": cloche("EdDSA", ourEdDsa, 10_000),
    "fast-jwt": fastJwt("EdDSA", pem(ed.publicKey), false),
    "fast-jwt, remembered": fastJwt("EdDSA", pem(ed.publicKey), true),
    "jose, KeyObject": (token) => jwtVerify(token, ed.publicKey, expected("EdDSA")),
  }),
};
