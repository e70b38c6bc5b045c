/** What the restaurant's gate is made of: who may call, which partners are believed, and how often. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { ByHandlers, Clock, GateOptions } from "cloche";
import { type Cover, type CspDirectives, cover, coverWith, dangerously } from "cloche/headers";
import type { Observer } from "cloche/observe";
import { proxies } from "cloche/rate-limit";
import type { LabelledSecret } from "cloche/secrets";
import { messageSignature, type Partner, razorpay, stripe, twilio } from "cloche/webhooks";
import { REPORTS_PATH } from "../../contracts/index.js";
import type { Config } from "../platform/index.js";

/** What the gate is made from. */
export interface GateIngredients {
  readonly config: Config;
  readonly who: NonNullable<GateOptions["who"]>;
  readonly csrf: NonNullable<GateOptions["csrf"]>;
  readonly limits: NonNullable<GateOptions["limits"]>;
  readonly observe: Observer;
  readonly clock: Clock;
}

const REPLAY: ByHandlers = {
  byHandlers: "the inbox has one row per event id and per body digest, and message states only move forward",
};
const IDEMPOTENCY: ByHandlers = {
  byHandlers: "the key is written in the transaction of the order itself, so that neither exists without the other",
};

const PAGE = pagesCover({});
const SCREEN = coverWith(PAGE, { permissionsPolicy: { fullscreen: ["self"], "screen-wake-lock": ["self"] } });
/** Whoever follows an order may copy its link. */
const FOLLOWING = { permissionsPolicy: { "clipboard-write": ["self"] } } as const;

/** The gate's options; the API's description is made from them too. */
export function gateOptions({ config, who, csrf, limits, observe, clock }: GateIngredients): GateOptions {
  return {
    who,
    csrf,
    partners: {
      stripe: stripe({ secrets: orNobodys(() => config.stripeWebhookSecret.all(), nobodysSecret()) }),
      razorpay: razorpay({ secrets: orNobodys(() => config.razorpayWebhookSecret.all(), nobodysSecret()) }),
      twilio: twilio({
        authTokens: orNobodys(() => config.twilioAuthToken.all(), nobodysSecret()),
        publicUrl: config.publicBaseUrl,
      }),
      delivery: deliveryPartner(config),
    },
    replay: REPLAY,
    idempotency: IDEMPOTENCY,
    limits,
    covers: { page: PAGE, pay: coverWith(pagesCover({ "form-action": payAt(config) }), FOLLOWING), screen: SCREEN },
    proxies: proxies(config.proxies),
    observe,
    clock,
  };
}

/** The delivery partner signs by RFC 9421. */
function deliveryPartner({ partners, publicBaseUrl: publicUrl }: Config): Partner {
  const keys = orNobodys(partners.delivery, nobodysKey());
  return messageSignature({ name: "delivery", algorithm: "ed25519", keys, publicUrl, nonce: "required" });
}

/** Without a secret nobody is the partner: nothing is signed with the one that stands in, and it is kept nowhere. */
function orNobodys(versions: () => readonly LabelledSecret[], nobodys: string) {
  return () => {
    const all = versions();
    return all.length > 0 ? all : [nobodys];
  };
}

const nobodysSecret = () => `whsec_${randomBytes(32).toString("base64url")}`;

/** The other half of it is gone. */
function nobodysKey(): string {
  return generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }).toString("base64");
}

/** Own files alone, and browsers tell what they were kept from; `more` is what one page needs beside them. */
function pagesCover(more: CspDirectives): Cover {
  const directives = { ...more, "report-to": ["pages"], "report-uri": [REPORTS_PATH] };
  return cover({ preset: "page", reportingEndpoints: { pages: REPORTS_PATH }, contentSecurityPolicy: { directives } });
}

/** Where the form of a guest who pays may lead, redirects of it included; keys may come while the process runs. */
function payAt({ partners: { imitations } }: Config) {
  const imitated = imitations.map((source) =>
    dangerously({ source, because: "imitates the partner, in development only" }),
  );
  return ["'self'", "https://checkout.stripe.com", "https://api.razorpay.com", ...imitated];
}
