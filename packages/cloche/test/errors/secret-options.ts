/** Every option of the library that takes a secret, and every place where one may be put by mistake. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGate } from "cloche";
import * as jwt from "cloche/jwt";
import { auditTrail, EMPTY_AUDIT, memoryAuditStore, redaction, sealRow } from "cloche/observe";
import { memoryLimitStore, partitionKey, readLimit, redisLimitStore } from "cloche/rate-limit";
import {
  awsSecretsManager,
  configuration,
  envFile,
  fixedSource,
  hashicorpVault,
  rotating,
  secret,
  setting,
} from "cloche/secrets";
import * as webhooks from "cloche/webhooks";
import { z } from "zod";
import { csrfToken } from "../../src/layers/jwt/cookie/csrf-token.js";
import { dpopNonces } from "../../src/layers/jwt/dpop/nonces.js";

/** Builds a part of the library with a value where it does not belong. */
export type Taker = (value: never) => unknown;

const GOOD = "Zq8Lw2Vx7Tn4Rb9Ym3Kc6Hd1Jf5Gs0Pa";
const { privateKey } = generateKeyPairSync("ed25519");
const sealedPem = privateKey
  .export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: GOOD })
  .toString();
const key = jwt.secretKey({ algorithm: "HS256", secret: GOOD });
const issuer = { issuer: "https://id.test", audience: "https://api.test" };
const verifierWith = (change: object) =>
  jwt.tokenVerifier({ issuers: [{ ...issuer, algorithms: ["HS256"], keys: key, ...change }] });
const refreshWith = (change: object) =>
  jwt.refreshTokens({ store: jwt.memoryRefreshStore(), idle: 60, absolute: 600, secret: GOOD, ...change });
const ringFrom = ({ algorithm, value }: { algorithm: "HS256" | "EdDSA"; value: never }) =>
  jwt.rotatingKeyRing({ algorithm, from: { all: () => [{ secret: value }], onChange: () => () => {} } });

const TOKENS: Readonly<Record<string, Taker>> = {
  "hashicorpVault.token": (value) => hashicorpVault({ address: "https://v.test", token: value, names: value }),
  "hashicorpVault.appRole.secretId": (value) =>
    hashicorpVault({ address: value, appRole: { roleId: "r", secretId: value }, names: {} }),
  "awsSecretsManager.client": (value) => awsSecretsManager({ client: value, names: value }),
  rotating: (value) => rotating(value, { overlap: value }),
  secretKey: jwt.secretKey,
  "secretKey.secret": (value) => jwt.secretKey({ algorithm: "HS256", secret: value }),
  "secretKey.algorithm": (value) => jwt.secretKey({ algorithm: value, secret: GOOD }),
  "secretKey.algorithm of a key pair": (value) => jwt.secretKey({ algorithm: "ES256", secret: value }),
  "privateKey.pem": (value) => jwt.privateKey({ algorithm: "EdDSA", pem: value }),
  "privateKey.jwk": (value) => jwt.privateKey({ algorithm: "EdDSA", jwk: value }),
  "privateKey.jwk.d": (value) => jwt.privateKey({ algorithm: "EdDSA", jwk: { kty: "OKP", crv: "Ed25519", d: value } }),
  "privateKey.passphrase": (value) => jwt.privateKey({ algorithm: "EdDSA", pem: sealedPem, passphrase: value }),
  "publicKey.pem": (value) => jwt.publicKey({ algorithm: "EdDSA", pem: value }),
  "publicKey.jwk": (value) => jwt.publicKey({ algorithm: "EdDSA", jwk: value }),
  "publicKey.jwk.d": (value) => jwt.publicKey({ algorithm: "EdDSA", jwk: { kty: "OKP", crv: "Ed25519", d: value } }),
  keySet: jwt.keySet,
  "keySet.keys[].k": (value) => jwt.keySet({ keys: [{ kty: "oct", k: value }] }),
  "keySet.keys[].d": (value) => jwt.keySet({ keys: [{ kty: "EC", crv: "P-256", d: value, kid: value }] }),
  "remoteKeySet.url": (value) => jwt.remoteKeySet(value),
  "remoteKeySet.url with a password": (value) => jwt.remoteKeySet(`https://user:${String(value)}@id.test/keys`),
  tokenVerifier: jwt.tokenVerifier,
  "tokenVerifier.issuers": (value) => jwt.tokenVerifier({ issuers: value }),
  "tokenVerifier.issuers[].keys": (value) => verifierWith({ keys: value }),
  "tokenVerifier.issuers[].algorithms": (value) => verifierWith({ algorithms: value }),
  "tokenVerifier.issuers[].audience": (value) => verifierWith({ audience: { value } }),
  tokenIssuer: jwt.tokenIssuer,
  "tokenIssuer.keys": (value) => jwt.tokenIssuer({ ...issuer, keys: value, lifetime: 60 }),
  "tokenIssuer.lifetime": (value) => jwt.tokenIssuer({ ...issuer, keys: jwt.keyRing([key]), lifetime: value }),
  bearer: jwt.bearer,
  "bearer.verifier": (value) => jwt.bearer({ verifier: value }),
  "refreshTokens.secret": (value) => refreshWith({ secret: value }),
  "refreshTokens.secret[]": (value) => refreshWith({ secret: [GOOD, value] }),
  "csrfToken.secret": (value) => csrfToken({ secret: value }),
  "dpopNonces.secret": (value) => dpopNonces({ secret: value }),
  "dpopNonces.lifetime": (value) => dpopNonces({ secret: GOOD, lifetime: value }),
  "csrfToken.secret of a source": (value) => csrfToken({ secret: { all: () => value } }),
  rotatingKeyRing: jwt.rotatingKeyRing,
  "rotatingKeyRing.from": (value) => ringFrom({ algorithm: "HS256", value }),
  "rotatingKeyRing.from of key pairs": (value) => ringFrom({ algorithm: "EdDSA", value }),
  "csrfToken.secret[]": (value) => csrfToken({ secret: [GOOD, value] }),
  "refreshTokens.grace": (value) => refreshWith({ grace: value }),
};

const scheme = { name: "courier", header: "x-courier-signature", encoding: "hex" } as const;

const messageWith = (change: object) =>
  webhooks.messageSignature({
    name: "courier",
    algorithm: "hmac-sha256",
    keys: GOOD,
    publicUrl: "https://api.test",
    ...change,
  });

const WEBHOOKS: Readonly<Record<string, Taker>> = {
  "hmac.secrets": (value) => webhooks.hmac({ ...scheme, secrets: value }),
  "hmac.secrets in hexadecimal": (value) => webhooks.hmac({ ...scheme, secrets: value, secretEncoding: "hex" }),
  "hmac.secretEncoding": (value) => webhooks.hmac({ ...scheme, secrets: GOOD, secretEncoding: value }),
  "hmac.minimumSecretBytes": (value) => webhooks.hmac({ ...scheme, secrets: GOOD, minimumSecretBytes: value }),
  "ed25519.publicKeys": (value) => webhooks.ed25519({ ...scheme, publicKeys: value }),
  "stripe.toleranceSeconds": (value) => webhooks.stripe({ secrets: `whsec_${GOOD}`, toleranceSeconds: value }),
  "square.notificationUrl": (value) => webhooks.square({ secrets: GOOD, notificationUrl: value }),
  "twilio.publicUrl": (value) => webhooks.twilio({ authTokens: GOOD, publicUrl: value }),
  "twilio.publicUrl with a password": (value) =>
    webhooks.twilio({ authTokens: GOOD, publicUrl: `https://user:${String(value)}@api.test?x` }),
  "standardWebhooks.headerPrefix": (value) => webhooks.standardWebhooks({ secrets: GOOD, headerPrefix: value }),
  "razorpayCheckout.secrets": (value) => webhooks.razorpayCheckout({ secrets: value }),
  "metaHandshake.verifyTokens": (value) => webhooks.metaHandshake({ verifyTokens: value }),
  "messageSignature.publicUrl": (value) => messageWith({ publicUrl: value }),
  "messageSignature.keys of hmac-sha256": (value) => messageWith({ keys: value }),
  "messageSignature.keys of ed25519": (value) => messageWith({ keys: value, algorithm: "ed25519" }),
  "messageSignature.keys of rsa-pss-sha512": (value) => messageWith({ keys: value, algorithm: "rsa-pss-sha512" }),
  "messageSigner's secret": (value) =>
    webhooks.messageSigner({ algorithm: "ed25519" })({ body: "{}", secret: value, url: "https://api.test/hook" }),
  "webhookSender.secrets": (value) => webhooks.webhookSender({ secrets: value }),
  "webhookSender.timeoutMilliseconds": (value) =>
    webhooks.webhookSender({ secrets: `whsec_${GOOD}`, timeoutMilliseconds: value }),
  "redisReplayStore.leaseSeconds": (value) =>
    webhooks.redisReplayStore({ eval: async () => 1 }, { leaseSeconds: value }),
  "postgresReplayStore options": (value) => webhooks.postgresReplayStore(async () => ({ rows: [] }), value),
  "memoryReplayStore.maxEntries": (value) => webhooks.memoryReplayStore({ maxEntries: value }),
};

/** Every partner by every name a secret goes by, so that a new one is held to the same at once. */
const PARTNERS = Object.fromEntries(
  Object.entries(webhooks.PARTNERS).flatMap(([name, partner]) => {
    const make = partner as (options: object) => unknown;
    const rest = name === "square" ? { notificationUrl: "https://api.test/hook" } : {};
    const address = name === "twilio" ? { publicUrl: "https://api.test" } : {};
    return ["secrets", "authTokens", "publicKeys"].map((option): [string, Taker] => [
      `${name}.${option}`,
      (value) => make({ ...rest, ...address, [option]: value }),
    ]);
  }),
);

const SIGNERS = Object.fromEntries(
  Object.entries(webhooks.SIGNERS).map(([name, sign]): [string, Taker] => [
    `signer of ${name}`,
    (value) => [
      sign({ body: "a=b", secret: value, url: "https://api.test/hook" }),
      sign({ body: "a=b", secret: [value, value], url: "https://api.test/hook" }),
    ],
  ]),
);

const sourced = (settings: Parameters<typeof configuration>[0]["settings"], value: unknown) =>
  configuration({ settings, sources: [fixedSource({ VALUE: value as string })], production: true }).load().values;

function fromFile(text: unknown): unknown {
  const folder = mkdtempSync(join(tmpdir(), "canary-"));
  try {
    const path = join(folder, ".env");
    writeFileSync(path, `VALUE='${String(text)}\nVALUE=a#${String(text)}\n${String(text)}\n`);
    const settings = { VALUE: secret({ describe: "A value." }) };
    return configuration({ settings, sources: [envFile(path)], production: true }).load();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const about = { describe: "A value." };

const SECRETS: Readonly<Record<string, Taker>> = {
  configuration: (value) => configuration(value),
  "configuration: a weak secret": (value) => sourced({ VALUE: secret({ ...about, minBytes: 4096 }) }, value),
  "configuration: a secret and its schema": (value) =>
    sourced({ VALUE: secret({ ...about, minBytes: 0, schema: z.string().refine(() => false, String(value)) }) }, value),
  "configuration: a number": (value) => sourced({ VALUE: setting({ ...about, schema: z.coerce.number() }) }, value),
  "configuration: a choice": (value) => sourced({ VALUE: setting({ ...about, schema: z.enum(["a", "b"]) }) }, value),
  "configuration: a schema that quotes": (value) =>
    sourced({ VALUE: setting({ ...about, schema: z.string().refine(() => false, `Not ${String(value)}!`) }) }, value),
  "configuration: a schema that throws": (value) => {
    const throwing = z.string().transform((text) => {
      throw new Error(text);
    });
    return sourced({ VALUE: setting({ ...about, schema: throwing }) }, value);
  },
  "configuration: a file": fromFile,
  "secret.minBytes": (value) => secret({ ...about, minBytes: value }),
  "setting.schema": (value) => setting({ ...about, schema: value }),
};

const perAddress = readLimit("5 per minute by address", "sign-in");

const OTHERS: Readonly<Record<string, Taker>> = {
  "auditTrail.secret": (value) => auditTrail({ store: memoryAuditStore(), whenFailing: "deny", secret: value }),
  "auditTrail options": (value) => auditTrail(value),
  "sealRow's secret": (value) => sealRow(EMPTY_AUDIT, {}, { secret: value }),
  "redaction.secrets": (value) => redaction({ secrets: value }),
  "redaction.secrets[]": (value) => redaction({ secrets: [value] }),
  "redisLimitStore options": (value) => redisLimitStore({ evalScript: async () => [] }, value),
  "redisLimitStore.prefix": (value) => redisLimitStore({ evalScript: async () => [] }, { prefix: [value] as never }),
  "partitionKey's pepper": (value) => partitionKey(perAddress, { address: "192.0.2.1" }, value),
  "memoryLimitStore.maxKeys": (value) => memoryLimitStore({ maxKeys: value }),
  createGate: (value) => createGate(value),
};

/** Every one of them, by its name. */
export const TAKERS: Readonly<Record<string, Taker>> = {
  ...TOKENS,
  ...WEBHOOKS,
  ...PARTNERS,
  ...SIGNERS,
  ...SECRETS,
  ...OTHERS,
};
