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
import { type LivePartners, livePartners, type MailAccess, razorpayPair } from "./live-partners.js";
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
 * @throws ConfigurationError naming every mistake, never a value
 */
export function readConfig(sources: readonly Source[]): Config {
  // The folder that keeps local secrets is itself a setting, so it is read ahead; a mistake in it shows below.
  const folder = sources.map((source) => source.read("DATA_DIR")?.value).find((value) => (value ?? "") !== "");
  return fromLoaded(
    configuration({
      settings: SETTINGS,
      sources,
      production: ({ NODE_ENV }) => NODE_ENV === "production" || NODE_ENV === undefined,
      pantry: folder ?? SETTINGS.DATA_DIR.default ?? ".data",
    }).load(),
  );
}

function fromLoaded({ values, production, secrets, warnings, watch }: Configuration<typeof SETTINGS>): Config {
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
    stripeWebhookSecret: values.STRIPE_WEBHOOK_SECRET,
    razorpayWebhookSecret: values.RAZORPAY_WEBHOOK_SECRET,
    twilioAuthToken: values.TWILIO_AUTH_TOKEN,
    partners: livePartners(
      {
        stripe: values.STRIPE_SECRET_KEY,
        razorpay: values.RAZORPAY_API_KEY,
        twilio: values.TWILIO_SENDER,
        delivery: values.DELIVERY_PUBLIC_KEY,
      },
      { razorpayAccount: values.RAZORPAY_ACCOUNT_ID, mail: mailIn(values) },
    ),
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
      ...secrets().flatMap((secret) => [secret, ...partsOf(secret)]),
      ...(alert === undefined ? [] : [alert.secret]),
      ...passwordsIn(values.DATABASE_URL),
      ...passwordsIn(values.REDIS_URL),
      ...passwordsIn(values.SMTP_URL),
    ],
    warnings,
    watchSecrets({ redact = () => {}, ...options }) {
      const whole = (secret: Secret<unknown>) => [secret, ...partsOf(secret)].forEach(redact);
      return watch({ ...options, redact: whole });
    },
  };
}

/** A household orders twice, and not eleven times. */
const ORDERS_IN_PRODUCTION = "10 per hour by address";
/** Stolen cards are tried out one after another. */
const PAYMENTS_IN_PRODUCTION = "10 per hour by address";

type Values = Configuration<typeof SETTINGS>["values"];

/** A key of two parts may be printed in one of them. */
function partsOf(secret: Secret<unknown>): readonly Secret[] {
  if (secret.label !== "RAZORPAY_API_KEY" || typeof secret.reveal() !== "string") return [];
  return [razorpayPair(secret as Secret).keySecret];
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
