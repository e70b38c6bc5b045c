/** Reads the configuration once: whole and checked, or every mistake at once without a value. */
import { Secret } from "cloche";
import type { ProxySpec } from "cloche/rate-limit";
import {
  type Configuration,
  ConfigurationError,
  type ConfigurationProblem,
  configuration,
  type OptionalRotating,
  type Rotating,
  type Source,
  type Watch,
  type WatchOptions,
} from "cloche/secrets";
import { type KeptKeys, keptKeys } from "./kept-keys.js";
import { type LivePartners, livePartners, type MailAccess, type PartnerUrls, razorpayPair } from "./live-partners.js";
import type { PartnerKeyName } from "./partner-settings.js";
import { SETTINGS } from "./settings.js";

/** What the restaurant was told. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicBaseUrl: string;
  readonly proxies: ProxySpec;
  readonly dataFolder: string;
  readonly databaseUrl: Secret | undefined;
  readonly redisUrl: Secret | undefined;
  readonly jwtSecret: Rotating;
  readonly refreshSecret: Rotating;
  readonly csrfSecret: Rotating;
  readonly sealSecret: Rotating;
  readonly trackSecret: Secret;
  readonly stripeWebhookSecret: OptionalRotating;
  readonly razorpayWebhookSecret: OptionalRotating;
  readonly twilioAuthToken: OptionalRotating;
  /** Whom to ask for money and messages. */
  readonly partners: LivePartners;
  /** Every key of a partner's, from wherever it comes. */
  readonly partnerKeys: Readonly<Record<PartnerKeyName, OptionalRotating>>;
  /** Where a key of a partner's comes from at the moment, in words. */
  readonly partnerKeyFrom: (name: PartnerKeyName) => string | undefined;
  /** Takes the keys that are kept in the office, once the database is open. */
  readonly keptKeys: KeptKeys;
  /** Other addresses than the partners' own. */
  readonly partnerUrls: PartnerUrls;
  /** Calling codes with their plus sign. */
  readonly smsCountries: readonly string[];
  readonly smsPerDay: number;
  readonly codesPerDay: number;
  readonly mailPerDay: number;
  readonly limitDefault: string;
  /** How often guests may order. */
  readonly limitOrders: string;
  /** How often guests may begin to pay online. */
  readonly limitPayments: string;
  readonly logLevel: string;
  readonly metricsPort: number | undefined;
  /** Whether the metrics measure each step of the gate. */
  readonly metricsSteps: boolean;
  /** Whether requests make OpenTelemetry spans. */
  readonly traces: boolean;
  /** Where alerts are posted, and what signs them. */
  readonly alertWebhook: { readonly url: string; readonly secret: Secret } | undefined;
  /** A file of its own for the security events. */
  readonly auditFile: string | undefined;
  /** Every secret, for the log's redaction. */
  readonly secrets: readonly Secret<unknown>[];
  /** Weak secrets that production would refuse. */
  readonly warnings: readonly ConfigurationProblem[];
  /** Reads the secrets that rotate again and again, so that a new version needs no restart. */
  readonly watchSecrets: (options: WatchOptions) => Watch;
}

/**
 * Reads the configuration.
 *
 * @param sources In order; the first that has a value wins.
 * @param partnerUrls Other addresses than the partners' own, for tests against imitations.
 * @throws ConfigurationError naming every mistake, never a value
 */
export function readConfig(sources: readonly Source[], partnerUrls: PartnerUrls = {}): Config {
  // The folder that keeps local secrets is itself a setting, so it is read ahead; a mistake in it shows below.
  const folder = sources.map((source) => source.read("DATA_DIR")?.value).find((value) => (value ?? "") !== "");
  const kept = keptKeys();
  return fromLoaded(
    configuration({
      settings: SETTINGS,
      // The office comes last: what stands in the environment or a file is not overruled from a page.
      sources: [...sources, kept.source],
      production: ({ NODE_ENV }) => NODE_ENV === "production" || NODE_ENV === undefined,
      pantry: folder ?? SETTINGS.DATA_DIR.default ?? ".data",
    }).load(),
    { kept, partnerUrls },
  );
}

interface Beside {
  readonly kept: KeptKeys;
  readonly partnerUrls: PartnerUrls;
}

function fromLoaded(loaded: Configuration<typeof SETTINGS>, beside: Beside): Config {
  const { values, production, secrets, warnings, watch } = loaded;
  const alert = alertWebhookIn(values);
  return {
    production,
    host: values.HOST,
    port: values.PORT,
    publicBaseUrl: values.PUBLIC_BASE_URL ?? `http://${hostInUrl(values.HOST)}:${values.PORT}`,
    proxies: values.TRUSTED_PROXIES,
    dataFolder: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    jwtSecret: values.JWT_SECRET,
    refreshSecret: values.REFRESH_SECRET,
    csrfSecret: values.CSRF_SECRET,
    sealSecret: values.SEAL_SECRET,
    trackSecret: values.TRACK_SECRET,
    ...partnersIn(loaded, beside),
    smsCountries: values.SMS_COUNTRIES,
    smsPerDay: values.SMS_PER_DAY,
    codesPerDay: values.CODES_PER_DAY,
    mailPerDay: values.MAIL_PER_DAY,
    limitDefault: values.LIMIT_DEFAULT,
    limitOrders: values.LIMIT_ORDERS ?? (production ? ORDERS_IN_PRODUCTION : values.LIMIT_DEFAULT),
    limitPayments: values.LIMIT_PAYMENTS ?? (production ? PAYMENTS_IN_PRODUCTION : values.LIMIT_DEFAULT),
    logLevel: values.LOG_LEVEL,
    metricsPort: values.METRICS_PORT,
    metricsSteps: values.METRICS_STEPS === "yes",
    traces: values.TRACES === "yes",
    alertWebhook: alert,
    auditFile: values.AUDIT_FILE,
    secrets: [
      ...secrets().flatMap(inParts),
      ...(alert === undefined ? [] : [alert.secret]),
      ...passwordsIn(values.DATABASE_URL),
      ...passwordsIn(values.REDIS_URL),
      ...passwordsIn(values.SMTP_URL),
    ],
    warnings,
    watchSecrets: ({ redact, ...options }) =>
      watch(redact === undefined ? options : { ...options, redact: (secret) => inParts(secret).forEach(redact) }),
  };
}

/** A household orders twice, and not eleven times. */
const ORDERS_IN_PRODUCTION = "10 per hour by address";
/** Stolen cards are tried out one after another. */
const PAYMENTS_IN_PRODUCTION = "10 per hour by address";

type Values = Configuration<typeof SETTINGS>["values"];

type OfPartners =
  | "stripeWebhookSecret"
  | "razorpayWebhookSecret"
  | "twilioAuthToken"
  | "partners"
  | "partnerKeys"
  | "partnerKeyFrom"
  | "keptKeys"
  | "partnerUrls";

function partnersIn(loaded: Configuration<typeof SETTINGS>, beside: Beside): Pick<Config, OfPartners> {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, RAZORPAY_API_KEY, RAZORPAY_WEBHOOK_SECRET } = loaded.values;
  const { TWILIO_SENDER, TWILIO_AUTH_TOKEN, DELIVERY_PUBLIC_KEY, RAZORPAY_ACCOUNT_ID } = loaded.values;
  const payments = { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, RAZORPAY_API_KEY, RAZORPAY_WEBHOOK_SECRET };
  return {
    stripeWebhookSecret: STRIPE_WEBHOOK_SECRET,
    razorpayWebhookSecret: RAZORPAY_WEBHOOK_SECRET,
    twilioAuthToken: TWILIO_AUTH_TOKEN,
    partners: livePartners(
      { stripe: STRIPE_SECRET_KEY, razorpay: RAZORPAY_API_KEY, twilio: TWILIO_SENDER, delivery: DELIVERY_PUBLIC_KEY },
      { razorpayAccount: RAZORPAY_ACCOUNT_ID, mail: mailIn(loaded.values), urls: beside.partnerUrls },
    ),
    partnerKeys: { ...payments, TWILIO_SENDER, TWILIO_AUTH_TOKEN, DELIVERY_PUBLIC_KEY },
    partnerKeyFrom: loaded.provenance,
    keptKeys: beside.kept,
    partnerUrls: beside.partnerUrls,
  };
}

/** A secret, and the parts of it that may be printed alone. */
function inParts(secret: Secret<unknown>): readonly Secret<unknown>[] {
  if (secret.label !== "RAZORPAY_API_KEY" || typeof secret.reveal() !== "string") return [secret];
  return [secret, razorpayPair(secret as Secret).keySecret];
}

/** One without the other sends nothing, and would be noticed by guests first. */
function mailIn({ SMTP_URL: url, MAIL_FROM: from }: Values): MailAccess | undefined {
  if (url !== undefined && from !== undefined) return { url, from };
  if (url === undefined && from === undefined) return undefined;
  const missing = url === undefined ? "SMTP_URL" : "MAIL_FROM";
  throw new ConfigurationError([{ name: missing, reason: "Give SMTP_URL and MAIL_FROM together, or neither." }]);
}

function alertWebhookIn({ ALERT_WEBHOOK: given }: Values): Config["alertWebhook"] {
  const [url = "", secret = ""] = given?.reveal().split(" ") ?? [];
  return given === undefined ? undefined : { url, secret: new Secret(secret, "ALERT_WEBHOOK secret") };
}

/** The host as a URL has it: an IPv6 address in brackets (RFC 3986 section 3.2.2), and never "all addresses". */
function hostInUrl(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

/** A driver may print the password alone, without the URL around it. */
function passwordsIn(url: Secret | undefined): readonly Secret[] {
  const password = url === undefined ? "" : new URL(url.reveal()).password;
  return password === "" ? [] : [new Secret(decodeURIComponent(password), `${url?.label} password`)];
}
