/** Starts the whole restaurant for a test, listening on a port of its own with the sample data in it. */
import { Writable } from "node:stream";
import { type Clock, systemClock } from "cloche";
import { pino } from "pino";
import { passwords, totpCode, totpStep } from "../accounts/index.js";
import { type App, createApp } from "../app.js";
import { type Config, type OpenDatabase, openDatabase, type SampleAccounts, seedSample } from "../platform/index.js";
import { testConfig } from "./config.js";
import type { TestPlace } from "./databases.js";

/** How the app differs from the usual. */
export interface TestAppOptions {
  readonly config?: Partial<Config>;
  readonly clock?: Clock;
  /** Whether the sample restaurant is put in; `true` unless said. */
  readonly seed?: boolean;
  /** The folder of the built pages; without it the API stands alone. */
  readonly webFolder?: string;
}

/** A running app and what a test asks of it. */
export interface TestApp {
  readonly app: App;
  readonly baseUrl: string;
  readonly config: Config;
  readonly database: OpenDatabase;
  /** `undefined` where the place was seeded before, or not at all. */
  readonly accounts: SampleAccounts | undefined;
  /** Every log line so far. */
  readonly log: () => readonly string[];
  /** Sends JSON. */
  readonly post: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Signs in and answers the header to call with. */
  readonly signIn: (role: keyof SampleAccounts) => Promise<{ readonly authorization: string }>;
  /** Signs in, sets an authenticator app up, and answers the header of a session that is strong enough for anything. */
  readonly signInStrongly: (role: keyof SampleAccounts) => Promise<{ readonly authorization: string }>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the app in a place.
 *
 * @example
 * const restaurant = await startTestApp(await placeWithSchema());
 * const menu = await fetch(`${restaurant.baseUrl}/api/v1/menu`);
 * await restaurant.stop();
 */
export async function startTestApp(place: TestPlace, options: TestAppOptions = {}): Promise<TestApp> {
  const config = await testConfig(place, options.config);
  const lines: string[] = [];
  const logger = pino({ level: config.logLevel }, lineCollector(lines));
  const database = await openDatabase({ ...place, logger });
  const accounts = options.seed === false ? undefined : await seedSample(database.db, (await passwords()).hash);
  const { clock, webFolder } = options;
  const app = await createApp({ config, database, logger, webFolder, ...(clock === undefined ? {} : { clock }) });
  await app.listen();
  const baseUrl = config.publicBaseUrl;
  const post = poster(baseUrl);
  const signIn = async (role: keyof SampleAccounts) => {
    const answer = await post("/api/v1/auth/login", accounts?.[role]);
    const { accessToken } = (await answer.json()) as { readonly accessToken: string };
    return { authorization: `Bearer ${accessToken}` };
  };
  const strong = new Map<string, Promise<Signed>>();
  const signInStrongly = (role: keyof SampleAccounts) => {
    // A code counts once, so that one session must do for a whole suite.
    const signed = strong.get(role) ?? signIn(role).then((one) => withSecondFactor(post, one, clock));
    strong.set(role, signed);
    return signed;
  };
  return { app, baseUrl, config, database, accounts, log: () => lines, post, signIn, signInStrongly, stop: app.stop };
}

type Signed = { readonly authorization: string };

async function withSecondFactor(post: TestApp["post"], signed: Signed, clock: Clock = systemClock): Promise<Signed> {
  const path = "/api/v1/auth/second-factor";
  const { secret } = (await (await post(path, "", signed)).json()) as { readonly secret: string };
  const code = totpCode(fromBase32(secret), totpStep(clock.now()));
  const { accessToken } = (await (await post(`${path}/confirm`, { code }, signed)).json()) as {
    readonly accessToken: string;
  };
  return { authorization: `Bearer ${accessToken}` };
}

/** The bytes of base32 without padding. */
export function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (one) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(one).toString(2).padStart(5, "0"));
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

function poster(baseUrl: string): TestApp["post"] {
  return (path, body, headers = {}) =>
    fetch(baseUrl + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
}

function lineCollector(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString("utf8").split("\n").filter(Boolean));
      done();
    },
  });
}
