/** Brings the keys that are kept in the office into force, and lets owners change them. */
import { type Clock, type Handled, Secret } from "cloche";
import type { Observer } from "cloche/observe";
import { PARTNER_KEYS, type PartnerKeyName } from "../../contracts/index.js";
import { twilioTakes } from "../messages/index.js";
import { type Keeper, partnerKeysHandlers, startKeeper, type Tried, type Tries } from "../partner-keys/index.js";
import { razorpayTakes, stripeTakes } from "../payments/index.js";
import { type Config, type OpenDatabase, razorpayPair, seal } from "../platform/index.js";

/** What the keys stand on. */
export interface KeyParts {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly observe: Observer;
  /** Makes the configuration read anew. */
  readonly refresh: () => Promise<void>;
}

/** Running keys. */
export interface RunningKeys {
  readonly handlers: readonly Handled[];
  readonly stop: Keeper["stop"];
}

const PURPOSE = "partner key";

/** Opens what is kept, and keeps in step with it. What cannot be opened is told by the watch of the secrets. */
export async function startPartnerKeys({ config, database, clock, observe, refresh }: KeyParts): Promise<RunningKeys> {
  const { db, wakeups } = database;
  const { keptKeys, production, partnerKeys: keys, partnerKeyFrom: from } = config;
  const common = { db, clock, seal: seal(config.sealSecret, PURPOSE) };
  const since = sinceWhen(keys, clock);
  const onAway = (error: unknown) => observe.failure(error, { route: "partner keys" });
  const { load, stop } = await startKeeper({ ...common, wakeups, keptKeys, refresh, onAway });
  const handlers = partnerKeysHandlers({ ...common, production, keys, from, since, tries: triesOf(config), load });
  return { handlers, stop };
}

/** When this process first had the current version of each. */
function sinceWhen(keys: Config["partnerKeys"], clock: Clock): (name: PartnerKeyName) => Date | undefined {
  const known = new Map<PartnerKeyName, Date>();
  for (const name of PARTNER_KEYS) {
    const note = () => known.set(name, new Date(clock.now()));
    if (keys[name].current() !== undefined) note();
    keys[name].onChange(note);
  }
  return (name) => known.get(name);
}

/** Each partner is asked with the key as it would be used. */
function triesOf({ partnerKeys, partnerUrls: urls }: Config): Tries {
  const said = (takes: boolean): Tried => (takes ? "taken" : "refused");
  const account = async (sender: string | undefined, token: string | undefined): Promise<Tried> => {
    if (sender === undefined || token === undefined) return "incomplete";
    const accountSid = sender.split(":")[0] ?? "";
    return said(await twilioTakes({ accountSid, token: new Secret(token, "TWILIO_AUTH_TOKEN"), apiUrl: urls.twilio }));
  };
  const now = (name: PartnerKeyName) => partnerKeys[name].current()?.reveal();
  return {
    STRIPE_SECRET_KEY: async (text) =>
      said(await stripeTakes({ secretKey: new Secret(text, "STRIPE_SECRET_KEY"), apiUrl: urls.stripe })),
    RAZORPAY_API_KEY: async (text) =>
      said(await razorpayTakes({ ...razorpayPair(new Secret(text, "RAZORPAY_API_KEY")), apiUrl: urls.razorpay })),
    TWILIO_SENDER: (text) => account(text, now("TWILIO_AUTH_TOKEN")),
    TWILIO_AUTH_TOKEN: (text) => account(now("TWILIO_SENDER"), text),
  };
}
