/** Whoever changes one byte of a delivery, its signature or its time, or holds another secret, is refused. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entry, Secret } from "../../kernel/index.js";
import {
  DOCUMENT_SIGNERS,
  deliveryOf,
  ed25519,
  hmac,
  isWebhookFault,
  PARTNERS,
  SIGNERS,
  type SignedHeaders,
  type SyncPartner,
  twilio,
  type Verification,
} from "./index.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const URL_PREFIX = "https://orders.example.com";
const TARGET = "/webhooks?tenant=7";
const BODY = '{"id":"evt_1","amount":1200}';
// Twilio signs the decoded fields, and not where one ends: neither `%2b` for `%2B` nor `a&b` for `a=b` is a forgery where
// what is signed stays the same. Here there are no escapes, and a value that were a name would be sorted before all.
const FORM = "CallSid=CA1&From=Alice";
const ed = generateKeyPairSync("ed25519");
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = { type: "pkcs8", format: "pem" } as const;
const spki = { type: "spki", format: "pem" } as const;
const whsec = `whsec_${randomBytes(24).toString("base64")}`;

interface Trial {
  readonly partner: SyncPartner;
  readonly secret: string;
  readonly body: string;
  readonly timed: boolean;
}

const shared = (make: (options: never) => SyncPartner, timed: boolean, more: object = {}): Trial => ({
  partner: make({ secrets: whsec, ...more } as never),
  secret: whsec,
  body: BODY,
  timed,
});

/** Partners with a test of their own: they sign fields inside the body, or by a certificate. */
const ELSEWHERE = ["adyen", "aws-sns", "mailgun", "paypal"] as const;

const TRIALS: Readonly<Record<Exclude<keyof typeof PARTNERS, (typeof ELSEWHERE)[number]>, Trial>> = {
  clerk: shared(PARTNERS.clerk, true),
  discord: { ...keyed(PARTNERS.discord({ publicKeys: ed.publicKey.export(spki).toString() }), ed.privateKey) },
  github: shared(PARTNERS.github, false),
  "lemon-squeezy": shared(PARTNERS["lemon-squeezy"], false),
  meta: shared(PARTNERS.meta, false),
  paddle: shared(PARTNERS.paddle, true),
  razorpay: shared(PARTNERS.razorpay, false),
  sendgrid: { ...keyed(PARTNERS.sendgrid({ publicKeys: p256.publicKey.export(spki).toString() }), p256.privateKey) },
  shopify: shared(PARTNERS.shopify, false),
  slack: shared(PARTNERS.slack, true),
  square: shared(PARTNERS.square, false, { notificationUrl: URL_PREFIX + TARGET }),
  standard: shared(PARTNERS.standard, true),
  stripe: shared(PARTNERS.stripe, true),
  svix: shared(PARTNERS.svix, true),
  twilio: { partner: twilio({ authTokens: whsec, publicUrl: URL_PREFIX }), secret: whsec, body: FORM, timed: false },
  twitch: shared(PARTNERS.twitch, true),
  zoom: shared(PARTNERS.zoom, true),
};

function keyed(partner: SyncPartner, privateKey: typeof ed.privateKey): Trial {
  return { partner, secret: privateKey.export(pem).toString(), body: BODY, timed: true };
}

describe.each(Object.entries(TRIALS))("%s", (name, { partner, secret, body, timed }) => {
  const sign = entry(SIGNERS, name);
  const url = URL_PREFIX + TARGET;
  const headers: SignedHeaders = sign?.({ body, secret, at: NOW, url }) ?? {};
  const verdict = (change: { headers?: SignedHeaders; body?: string | Uint8Array; now?: number }): Verification =>
    partner.verify(deliveryOf({ headers, body, target: TARGET, now: NOW, ...change }));
  const refused = (change: Parameters<typeof verdict>[0]) => isWebhookFault(verdict(change));

  it("accepts what its signer signs", () => {
    expect(verdict({})).toMatchObject({ partner: partner.name, oldSecret: false });
  });

  it("refuses any changed byte of the body", () => {
    const bytes = Buffer.from(body);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ flip, at);
        expect(refused({ body: changed })).toBe(true);
      }),
    );
  });

  it("refuses any changed character of any header it reads", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(headers)),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        (key, nat, code) => {
          const value = headers[key] ?? "";
          const at = nat % value.length;
          const changed = value.slice(0, at) + String.fromCharCode(code) + value.slice(at + 1);
          fc.pre(changed !== value);
          expect(refused({ headers: { ...headers, [key]: changed } })).toBe(true);
        },
      ),
    );
  });

  it("refuses a delivery cut short, prolonged, unsigned, or with a header doubled", () => {
    expect(refused({ body: body.slice(0, -1) })).toBe(true);
    expect(refused({ body: `${body}x` })).toBe(true);
    expect(refused({ headers: {} })).toBe(true);
    for (const [key, value] of Object.entries(headers)) {
      const { [key]: _, ...others } = headers;
      expect(refused({ headers: others })).toBe(true);
      expect(refused({ headers: { ...headers, [key]: "" } })).toBe(true);
      expect(refused({ headers: { ...headers, [key]: [value, value] as never } })).toBe(true);
    }
  });

  it.runIf(timed)("holds the time to its tolerance on both sides", () => {
    expect(verdict({ now: NOW + 300_999 })).toMatchObject({ signedAt: NOW });
    expect(verdict({ now: NOW + 301_000 })).toEqual({ fault: "timestamp_stale" });
    expect(verdict({ now: NOW - 300_000 })).toMatchObject({ signedAt: NOW });
    expect(verdict({ now: NOW - 300_001 })).toEqual({ fault: "timestamp_future" });
  });

  it("identifies a delivery without what its signature leaves open", () => {
    const open = { "x-razorpay-event-id": "forged", "x-github-delivery": "forged", "i-twilio-idempotency-token": "f" };
    expect(verdict({ headers: { ...headers, ...open } })).toMatchObject({ eventId: eventIdOf(verdict({})) });
  });

  it("describes itself for OpenAPI by a header that it really reads", () => {
    expect(partner.scheme).toMatchObject({ type: "apiKey", in: "header" });
    expect(Object.keys(headers)).toContain(partner.scheme.name);
    expect(partner.signatureHeaders).toEqual(expect.arrayContaining(Object.keys(headers)));
  });
});

function eventIdOf(verdict: Verification): string {
  return isWebhookFault(verdict) ? "" : verdict.eventId;
}

it("has a partner, a signer and a trial under every name", () => {
  const names = Object.keys(PARTNERS).sort();
  expect([...Object.keys(SIGNERS), ...Object.keys(DOCUMENT_SIGNERS), "paypal"].sort()).toEqual(names);
  expect([...Object.keys(TRIALS), ...ELSEWHERE].sort()).toEqual(names);
});

describe("hostile headers", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("t=1,t=2,v1=", "v1,", "sha256=", "=,=;=", ","),
  );

  it.each(Object.entries(TRIALS))("%s never throws and never accepts", (_, { partner }) => {
    fc.assert(
      fc.property(hostile, hostile, fc.uint8Array(), hostile, (first, other, body, target) => {
        const [signature, ...others] = partner.signatureHeaders;
        const headers = Object.fromEntries([[signature, first], ...others.map((name) => [name, other])]);
        expect(partner.verify(deliveryOf({ headers, body, target, now: NOW }))).toHaveProperty("fault");
      }),
    );
  });
});

describe("secrets stay secret", () => {
  const canary = "canary-7f3a9c1e5b";

  it("shows no secret in a verdict, a fault or a printed partner", () => {
    const secrets = [new Secret(canary, "HOOK"), { label: "old", secret: `${canary}-old` }];
    const partner = hmac({ name: "courier", header: "x-sig", encoding: "hex", secrets });
    const headers = SIGNERS["lemon-squeezy"]({ body: BODY, secret: canary })["x-signature"] ?? "";
    const good = partner.verify(deliveryOf({ headers: { "x-sig": headers }, body: BODY }));
    const bad = partner.verify(deliveryOf({ headers: { "x-sig": "00" }, body: BODY }));
    expect(good).toMatchObject({ secretLabel: "HOOK" });
    expect(JSON.stringify([good, bad, partner])).not.toContain("canary");
  });

  it.each([
    () => hmac({ name: "courier", header: "x", encoding: "hex", secrets: `${canary} ` }),
    () => hmac({ name: "courier", header: "x", encoding: "hex", secrets: canary, minimumSecretBytes: 64 }),
    () => hmac({ name: "courier", header: "x", encoding: "hex", secrets: canary, secretEncoding: "base64" }),
    () => PARTNERS.stripe({ secrets: `sk_live_${canary}` }),
    () => PARTNERS.standard({ secrets: `whsec_${canary}` }),
    () => PARTNERS.standard({ secrets: `whsk_${canary}` }),
    () => PARTNERS.standard({ secrets: `whpk_${canary}` }),
    () => PARTNERS.twilio({ authTokens: canary, publicUrl: `ftp://user:${canary}@example.com` }),
    () => ed25519({ name: "kiosk", header: "x", encoding: "hex", publicKeys: canary }),
  ])("shows no secret in a fault at start (%#)", (make) => {
    const error = thrownBy(make);
    expect(error).toMatchObject({ name: "ConfigError" });
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain("canary");
  });
});

function thrownBy(make: () => unknown): Error {
  try {
    make();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}
