/** A canary is put wherever a secret goes, in every wrong way, and no error sings: message, stack, cause or print. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Secret } from "cloche";
import { describe, expect, it } from "vitest";
import { TAKERS, type Taker } from "./secret-options.js";

const CANARY = "K9xQ7w3Zr5Tb8Vn2Mc6Lp4Hd1Jf0GsYa";
/** What is left of the canary after a message was cut must not be longer than this. */
const TELLING = 8;

/** The canary as people write secrets, and as nobody should. */
const SPELLINGS: Readonly<Record<string, string>> = {
  whole: CANARY,
  "cut short": CANARY.slice(0, 12),
  "with a space before": ` ${CANARY}`,
  "with a line break behind": `${CANARY}\n`,
  "with a NUL": `${CANARY}\0`,
  "with a comma": `${CANARY},${CANARY}`,
  "in quotes": `"${CANARY}"`,
  "as whsec_": `whsec_${CANARY}`,
  "as whsk_": `whsk_${CANARY}`,
  "as whpk_": `whpk_${CANARY}`,
  "as an API key": `sk_live_${CANARY}`,
  "in a private PEM": `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----\n`,
  "in a public PEM": `-----BEGIN PUBLIC KEY-----\n${CANARY}\n-----END PUBLIC KEY-----\n`,
  "in a certificate": `-----BEGIN CERTIFICATE-----\n${CANARY}\n-----END CERTIFICATE-----\n`,
  "in a JWK": JSON.stringify({ kty: "oct", k: CANARY }),
  "in hexadecimal": Buffer.from(CANARY).toString("hex"),
  "in base64": Buffer.from(CANARY.slice(0, 20)).toString("base64"),
  "in an address": `https://user:${CANARY}@id.test?x#y`,
  repeated: CANARY.slice(0, TELLING).repeat(8),
};

/** The same text in every wrapping. */
const WRAPPINGS: Readonly<Record<string, (text: string) => unknown>> = {
  "a text": (text) => text,
  "a Secret": (text) => new Secret(text, "LABEL"),
  "a Secret of bytes": (text) => new Secret(Buffer.from(text), "LABEL"),
  "a Secret in a Secret": (text) => new Secret(new Secret(text, "LABEL"), "LABEL"),
  bytes: (text) => Buffer.from(text),
  "a list": (text) => [text],
  "a list of lists": (text) => [[text]],
  "a labelled secret": (text) => ({ label: "", secret: text }),
  "an object by its value": (text) => ({ value: text, keys: text, k: text, d: text }),
  "an object by its name": (text) => ({ [text]: "current" }),
  "a String": (text) => new String(text),
  "a Map": (text) => new Map([[text, text]]),
  "a promise": (text) => Promise.resolve(text),
  "a function": (text) => () => text,
  "a function of a list": (text) => () => [text, ""],
};

const VALUES = Object.entries(SPELLINGS).flatMap(([spelling, text]) =>
  Object.entries(WRAPPINGS).map(([wrapping, wrap]) => ({ name: `${wrapping}, ${spelling}`, value: wrap(text) })),
);

/** The files whose options take a secret; those options are in `TAKERS`. */
const KNOWN_FILES = [
  "jwt/changing-secrets.ts",
  "jwt/cookie/csrf-token.ts",
  "jwt/dpop/nonces.ts",
  "jwt/private-key.ts",
  "jwt/refresh-settings.ts",
  "jwt/secret-key.ts",
  "observe/audit/audit-trail.ts",
  "observe/audit/chain.ts",
  "observe/redaction.ts",
  "rate-limit/unban.ts",
  "secrets/configuration.ts",
  "secrets/managers/vault-http.ts",
  "secrets/managers/vault-login.ts",
  "secrets/rotating.ts",
  "secrets/rotation.ts",
  "secrets/watch.ts",
  "webhooks/ed25519.ts",
  "webhooks/handshakes/meta.ts",
  "webhooks/hmac.ts",
  "webhooks/key-ring.ts",
  "webhooks/message-signature/message-signature.ts",
  "webhooks/outgoing/sender.ts",
  "webhooks/partners/twilio.ts",
  "webhooks/razorpay-checkout.ts",
  "webhooks/signers/to-sign.ts",
];

/** Every piece of the canary that would tell something, plain and encoded. */
const PIECES = [CANARY, Buffer.from(CANARY).toString("hex"), Buffer.from(CANARY).toString("base64")].flatMap((text) =>
  Array.from({ length: text.length - TELLING + 1 }, (_, at) => text.slice(at, at + TELLING).toLowerCase()),
);

/** Everything that could be printed of an error. */
function printed(error: unknown): string {
  const own = Object.getOwnPropertyNames(error).map((name) => Reflect.get(error as object, name) as unknown);
  const { message, stack, cause } = error as Error;
  const forms = [message, stack, String(error), JSON.stringify(error), JSON.stringify({ cause }), JSON.stringify(own)];
  const inspected = inspect(error, { depth: null, showHidden: true, getters: true, customInspect: false });
  return [...forms, inspected, inspect(error), inspect(own, { depth: null })].join("\n").toLowerCase();
}

function errorOf(take: Taker, value: unknown): unknown {
  try {
    take(value as never);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe.each(Object.entries(TAKERS))("%s", (_name, take) => {
  const refused = VALUES.map(({ name, value }) => ({ name, error: errorOf(take, value) })).filter(
    ({ error }) => error !== undefined,
  );

  it("refuses some mistake, or there is nothing to tell", () => expect(refused.length).toBeGreaterThan(0));

  it("tells no piece of the secret", () => {
    const told = refused.filter(({ error }) => {
      const text = printed(error);
      return PIECES.some((piece) => text.includes(piece));
    });
    expect(told.map(({ name }) => name)).toEqual([]);
  });
});

describe("this test", () => {
  it("would hear the canary, in any of its forms", () => {
    const singing = [
      new Error(`Bad secret ${CANARY}.`),
      new Error("x", { cause: new Error(CANARY.slice(3, 14)) }),
      Object.assign(new Error("x"), { value: { deep: [Buffer.from(CANARY).toString("hex")] } }),
      new Error(Buffer.from(CANARY).toString("base64")),
    ];
    for (const error of singing) expect(PIECES.some((piece) => printed(error).includes(piece))).toBe(true);
  });

  it("knows every file of the library whose options take a secret", () => {
    const sources = fileURLToPath(new URL("../../src/layers/", import.meta.url));
    const takes = /^\s+readonly \w+\??: (?:.*\bSecretOr<|.*\bSecret<|(?:Changing)?Secrets;)/m;
    const files = (readdirSync(sources, { recursive: true, encoding: "utf8" }) as string[])
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => /(?<!\.test|\.contract)\.ts$/.test(file))
      .filter((file) => takes.test(readFileSync(`${sources}${file}`, "utf8")));
    // A new file here asks for its options in secret-options.ts.
    expect(files.sort()).toEqual(KNOWN_FILES);
  });
});
