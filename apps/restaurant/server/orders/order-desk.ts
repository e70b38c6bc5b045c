/** What every route of ordering shares, made once. */
import type { Clock, Secret } from "cloche";
import type { LimitStore } from "cloche/rate-limit";
import type { Kysely } from "kysely";
import type { Database, LiveEvents } from "../platform/index.js";
import { type GuestLimits, guestLimits } from "./guest-limits.js";
import type { GuestAccounts, OrderKitchen, OrderMessages, OrderMoney, Provider } from "./neighbours.js";
import { type OrderFlow, orderFlow } from "./order-flow.js";
import type { TrackLinks } from "./order-views.js";
import type { PlaceOrderDeps } from "./place-order.js";
import { QUOTE_SECONDS, type QuoteNote } from "./quotes.js";
import { signedNotes } from "./signed-notes.js";
import type { TableGrant } from "./tables.store.js";
import { trackTokens } from "./track-token.js";

/** What ordering needs. */
export interface OrdersDeps {
  readonly db: Kysely<Database>;
  readonly live: LiveEvents;
  readonly clock: Clock;
  /** What tracking links are made with, and the keys of quotes and table tokens derived from. */
  readonly trackSecret: Secret;
  /** The address under which guests reach the app, without a slash at its end. */
  readonly publicBaseUrl: string;
  readonly kitchen: OrderKitchen;
  /** Whom guests may pay through online. */
  readonly payWith?: (() => readonly Provider[]) | undefined;
  /** Whether the house writes e-mail; it does not, unless said. */
  readonly byMail?: boolean | undefined;
  /** Where requests are counted. */
  readonly counts: Pick<LimitStore, "take">;
  /** The payments'; without them nobody pays online. */
  readonly money?: OrderMoney | undefined;
  readonly messages?: OrderMessages | undefined;
  /** Whose access cookie it is; without it everybody orders as a guest. */
  readonly customerOf?: ((token: string | undefined) => Promise<string | undefined>) | undefined;
  /** The customers'; without them nobody has an account. */
  readonly accounts?: GuestAccounts | undefined;
}

/** What the routes of this slice share. */
export interface OrderDesk extends PlaceOrderDeps, TrackLinks {
  readonly db: Kysely<Database>;
  readonly payWith: () => readonly Provider[];
  readonly limits: GuestLimits;
  readonly flow: OrderFlow;
  readonly kitchen: OrderKitchen;
  readonly money: OrderMoney | undefined;
  readonly messages: OrderMessages | undefined;
  readonly customerOf: NonNullable<OrdersDeps["customerOf"]>;
  readonly accounts: GuestAccounts | undefined;
}

const nobody = (): Promise<undefined> => Promise.resolve(undefined);

/** How long a scanned table code is good for, unless the table is cleared before. */
const TABLE_SECONDS = 4 * 3600;

/** Makes what the routes share. */
export function orderDesk(deps: OrdersDeps): OrderDesk {
  const { db, clock, trackSecret: secret, publicBaseUrl, kitchen, money, messages, customerOf = nobody } = deps;
  const { payWith = () => [], byMail = false, accounts } = deps;
  const common = { secret, publicBaseUrl, clock };
  return {
    ...{ db, clock, publicBaseUrl, kitchen, money, messages, customerOf, payWith, byMail, accounts },
    limits: guestLimits({ store: deps.counts, clock }),
    trackToken: trackTokens(secret),
    quotes: signedNotes<QuoteNote>({ ...common, kind: "quote", lifetimeSeconds: QUOTE_SECONDS }),
    tables: signedNotes<TableGrant>({ ...common, kind: "table", lifetimeSeconds: TABLE_SECONDS }),
    flow: orderFlow({ kitchen, money, messages }),
  };
}
