/** LISTEN and NOTIFY as wake-ups: they carry no data and may be lost, so every reader polls as well. */
import type { PGlite } from "@electric-sql/pglite";
import { type Kysely, sql } from "kysely";
import { Client } from "pg";
import type { Logger } from "pino";
import type { Database } from "./schema.js";

/** What can be listened to. */
export const CHANNELS = ["location_event", "webhook_event", "outbox", "refund", "access", "partner_key"] as const;
export type Channel = (typeof CHANNELS)[number];

/** How often readers look again without having been woken, milliseconds. */
export const POLL_MILLISECONDS = 3000;

/** Hears a wake-up; the payload is what NOTIFY carried, or `undefined` where wake-ups may have been missed. */
export type OnWake = (payload: string | undefined) => void;

/** Tells that there may be something new. */
export interface Wakeups {
  /** Calls `onWake` at every wake-up of the channel until the answer is called. */
  readonly listen: (channel: Channel, onWake: OnWake) => () => void;
  readonly stop: () => Promise<void>;
}

/**
 * Wakes the readers of a channel when the transaction commits.
 *
 * @param payload An identifier at most, never data.
 */
export async function notify(trx: Kysely<Database>, channel: Channel, payload = ""): Promise<void> {
  await sql`select pg_notify(${channel}::text, ${payload}::text)`.execute(trx);
}

const LISTEN = CHANNELS.map((channel) => `listen ${channel}`).join("; ");

interface Ears extends Pick<Wakeups, "listen"> {
  readonly wake: (channel: string, payload: string | undefined) => void;
  readonly wakeAll: () => void;
}

/** Wake-ups inside this process. */
export async function pgliteWakeups(pglite: PGlite): Promise<Wakeups> {
  const ears = makeEars();
  await pglite.exec(LISTEN);
  const silence = pglite.onNotification((channel, payload) => ears.wake(channel, payload));
  return { listen: ears.listen, stop: async () => silence() };
}

/** Wake-ups from a server, over a connection of their own that is made anew when it breaks. */
export function pgWakeups(connectionString: string, logger?: Logger): Wakeups {
  const ears = makeEars();
  const state: { client: Client | undefined; stopped: boolean; timer: NodeJS.Timeout | undefined } = {
    client: undefined,
    stopped: false,
    timer: undefined,
  };
  const again = (client: Client) => {
    if (state.stopped || state.client !== client) return;
    state.client = undefined;
    client.end().catch(() => {});
    logger?.warn("wake-ups are away; readers poll meanwhile");
    state.timer = setTimeout(connect, POLL_MILLISECONDS).unref();
  };
  const connect = () => {
    const client = new Client({ connectionString, keepAlive: true, application_name: "restaurant-wakeups" });
    state.client = client;
    client.on("error", () => again(client));
    client.on("end", () => again(client));
    client.on("notification", ({ channel, payload }) => ears.wake(channel, payload));
    client
      .connect()
      .then(() => client.query(LISTEN))
      .then(ears.wakeAll, () => again(client));
  };
  connect();
  return {
    listen: ears.listen,
    async stop() {
      state.stopped = true;
      clearTimeout(state.timer);
      await state.client?.end().catch(() => {});
    },
  };
}

function makeEars(): Ears {
  const byChannel = new Map<string, Set<OnWake>>(CHANNELS.map((channel) => [channel, new Set()]));
  return {
    listen(channel, onWake) {
      const ears = byChannel.get(channel);
      ears?.add(onWake);
      return () => ears?.delete(onWake);
    },
    wake(channel, payload) {
      for (const onWake of byChannel.get(channel) ?? []) onWake(payload);
    },
    wakeAll() {
      for (const ears of byChannel.values()) for (const onWake of ears) onWake(undefined);
    },
  };
}
