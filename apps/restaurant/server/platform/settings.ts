/** Everything the restaurant can be told, as one schema; `.env.example` is made from it. */
import { type ProxySpec, proxies } from "cloche/rate-limit";
import { rotating, secret, setting } from "cloche/secrets";
import { z } from "zod";
import { LIMIT_SETTINGS, LIMITS } from "./limit-settings.js";
import { mailSettings } from "./mail-settings.js";
import { PARTNER_SETTINGS, PARTNERS } from "./partner-settings.js";

const port = z.coerce.number().int().min(1).max(65_535);
/** Whether a function of the library takes the text. */
const readable = (read: (text: string) => unknown) => (text: string) => {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
};
const optional = <S extends z.ZodType>(schema: S) => z.union([schema, z.undefined()]);

function proxySpec(text: string): ProxySpec {
  if (text === "none") return "none";
  if (/^\d+$/.test(text)) return { hops: Number(text) };
  return { trusted: text.split(",").map((part) => part.trim()) };
}

/** Secrets are read again every minute; no process signs with a version that another has not read yet. */
const LEAD = "2 minutes";

const perDay = z.coerce.number().int().min(0).max(100_000);
const CODES_PER_DAY = "How many codes to sign in by a place may text in a day, and as many e-mail, beside SMS_PER_DAY.";
const YES_OR_NO = z.enum(["yes", "no"]);

const SERVER = "Server";
const DATA = "Data";
const SECRETS = "Secrets of this server";

export const SETTINGS = {
  NODE_ENV: setting({
    schema: z.enum(["development", "test", "production"]),
    describe: "Where this runs. In production nothing is seeded and every secret must be given.",
    default: "development",
    group: SERVER,
  }),
  HOST: setting({
    schema: z.string().min(1),
    describe: "The address to listen on.",
    default: "127.0.0.1",
    group: SERVER,
  }),
  PORT: setting({ schema: port, describe: "The port to listen on.", default: 3000, group: SERVER }),
  PUBLIC_BASE_URL: setting({
    schema: optional(z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""))),
    describe: "Where guests and partners reach this server; http://HOST:PORT where nothing is said.",
    example: "https://order.example.com",
    group: SERVER,
  }),
  TRUSTED_PROXIES: setting({
    schema: z
      .string()
      .refine(
        readable((text) => proxies(proxySpec(text))),
        "Write none, a number of proxies, or their networks.",
      )
      .transform(proxySpec),
    describe: "The proxies in front: none, how many, or their networks separated by commas.",
    default: "none",
    example: "10.0.0.0/8",
    group: SERVER,
  }),
  DATA_DIR: setting({
    schema: z.string().min(1),
    describe: "The folder for the embedded database, local secrets and demo.json.",
    default: ".data",
    group: DATA,
  }),
  DATABASE_URL: secret({
    schema: z.url({ protocol: /^postgres(ql)?$/ }),
    describe: "A PostgreSQL server. Without one PGlite keeps the data in DATA_DIR, for trying out and development.",
    example: "postgres://restaurant@db.example.com/restaurant",
    minBytes: 0,
    optional: true,
    group: DATA,
  }),
  REDIS_URL: secret({
    schema: z.url({ protocol: /^rediss?$/ }),
    describe: "A Redis or Valkey server, so that several processes share one count of requests.",
    example: "redis://cache.example.com:6379",
    minBytes: 0,
    optional: true,
    group: DATA,
  }),
  JWT_SECRET: rotating(secret({ describe: "Signs access tokens.", generateLocally: true, group: SECRETS }), {
    overlap: "1 hour",
    lead: LEAD,
  }),
  // As long as a session may lie unused, and a day.
  REFRESH_SECRET: rotating(secret({ describe: "Makes refresh tokens.", generateLocally: true, group: SECRETS }), {
    overlap: "8 days",
    lead: LEAD,
  }),
  CSRF_SECRET: rotating(
    secret({ describe: "Proves that a page of ours sent a request.", generateLocally: true, group: SECRETS }),
    { overlap: "1 day", lead: LEAD },
  ),
  SEAL_SECRET: rotating(
    secret({ describe: "Encrypts the second factors of staff.", generateLocally: true, group: SECRETS }),
    { overlap: "90 days", lead: LEAD },
  ),
  TRACK_SECRET: secret({
    describe: "Makes the links guests follow their orders by.",
    generateLocally: true,
    group: SECRETS,
  }),
  ...PARTNER_SETTINGS,
  SMS_COUNTRIES: setting({
    schema: z
      .string()
      .regex(/^\+[1-9]\d{0,3}(?:,\+[1-9]\d{0,3})*$/, "Write calling codes like +49,+43.")
      .transform((text) => text.split(",")),
    describe: "The calling codes that texts may go to, so that nobody sells our messages to far-away numbers.",
    default: "+49,+43,+41",
    group: PARTNERS,
  }),
  SMS_PER_DAY: setting({
    schema: perDay,
    describe: "How many texts and calls a day may cost us, all guests together.",
    default: 200,
    group: PARTNERS,
  }),
  CODES_PER_DAY: setting({ schema: perDay, describe: CODES_PER_DAY, default: 200, group: PARTNERS }),
  ...mailSettings(PARTNERS),
  ...LIMIT_SETTINGS,
  LOG_LEVEL: setting({
    schema: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    describe: "The least important lines that are logged.",
    default: "info",
    group: LIMITS,
  }),
  METRICS_PORT: setting({
    schema: optional(port),
    describe: "Serves Prometheus metrics on 127.0.0.1 at this port, never to the public; none where nothing is said.",
    example: "9464",
    group: LIMITS,
  }),
  METRICS_STEPS: setting({
    schema: YES_OR_NO,
    describe: "Whether the metrics measure each step of the gate as well.",
    default: "no",
    group: LIMITS,
  }),
  TRACES: setting({
    schema: YES_OR_NO,
    describe: "Whether each request makes OpenTelemetry spans; load an SDK with `node --import` to send them anywhere.",
    default: "no",
    group: LIMITS,
  }),
  ALERT_WEBHOOK: secret({
    schema: z.string().regex(/^https?:\/\/\S+ whsec_[A-Za-z0-9+/=]{24,}$/, "Write an address, a space, and a secret."),
    describe: "Where alerts are posted, a space, and the secret that signs them (Standard Webhooks).",
    example: "https://ops.example.com/alerts whsec_...",
    minBytes: 32,
    optional: true,
    group: LIMITS,
  }),
  AUDIT_FILE: setting({
    schema: optional(z.string().min(1)),
    describe: "Keeps security events in this file as well, chained; `cloche doctor --audit` examines it.",
    example: "/var/lib/restaurant/security.jsonl",
    group: LIMITS,
  }),
};
