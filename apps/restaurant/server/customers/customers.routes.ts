/** The routes of customers: a code, the session it opens, and what is theirs. */
import { type Handled, handle, noContent, ok, problem, refuse, reply, type SecurityEvent } from "cloche";
import type { CsrfTokens } from "cloche/jwt";
import { networkOf } from "cloche/observe";
import type { Transaction } from "kysely";
import {
  acceptedLanguage,
  changeProfile,
  eraseProfile,
  exportProfile,
  type GuestData,
  leaveCustomer,
  readProfile,
  refreshCustomer,
  sendCode,
  verifyCode,
} from "../../contracts/index.js";
import { audit, type Database } from "../platform/index.js";
import { addedAddressHandlers } from "./added-address.routes.js";
import { CODE_SECONDS, type CodeParts, redeemCode, requestCode } from "./codes.js";
import { placeOf } from "./codes.store.js";
import { beginSession, type CustomerSessionParts, endAllOf, endSession, renewSession } from "./customer-sessions.js";
import { dropCustomer, lockCustomer, readCustomer, writeCustomer } from "./customers.store.js";
import { GONE, NO_PLACE, shown, UNKEPT } from "./customers-replies.js";
import { NO_COOKIES, sessionReply } from "./session-cookies.js";

/** What customers need. */
export interface CustomersParts extends CodeParts, CustomerSessionParts {
  readonly csrf: CsrfTokens;
  readonly emit: (event: SecurityEvent) => void;
  readonly orders: CustomerOrders;
}

/** What customers ask of ordering. */
export interface CustomerOrders {
  /** Everything that was ordered while signed in. */
  readonly of: (customerId: string) => Promise<GuestData>;
  /** Takes everything personal out of those orders; `undefined` where one is not over. */
  readonly forget: (trx: Transaction<Database>, customerId: string) => Promise<number | undefined>;
}

const AWAY = refuse("store_unavailable", { reason: "sessions_away", headers: [["retry-after", "2"]] });

/** The handlers of customers. */
export function customersHandlers(parts: CustomersParts): readonly Handled[] {
  return [
    ...signInHandlers(parts),
    ...profileHandlers(parts),
    ...addedAddressHandlers(parts),
    exportHandler(parts),
    eraseHandler(parts),
  ];
}

function signInHandlers(parts: CustomersParts): readonly Handled[] {
  return [
    handle(sendCode, async ({ body: { phone, to, ...wish }, headers }) => {
      const place = await placeOf(parts.db, wish.location);
      if (place === undefined) return NO_PLACE;
      const language = wish.language ?? acceptedLanguage(headers["accept-language"]) ?? place.language;
      const proved = phone === undefined ? { email: to } : { phone };
      const challenge = await requestCode(parts, { to: proved, locationId: place.id, language });
      return reply(202, { challenge, expiresIn: CODE_SECONDS }, UNKEPT);
    }),
    handle(verifyCode, async ({ body: { challenge, code, device }, cookies, request, requestId }) => {
      const customerId = await redeemCode(parts, { challenge, code, requestId });
      const network = networkOf(request.address);
      const event = { at: parts.clock.now(), requestId, route: verifyCode.name, ...(network ? { network } : {}) };
      if (customerId === undefined) {
        parts.emit({ name: "sign_in.failed", reason: "code_wrong", ...event });
        return problem(401, "code_wrong");
      }
      parts.emit({ name: "sign_in.succeeded", callerId: customerId, ...event });
      const session = await beginSession(parts, customerId, device);
      // Whoever signs in again where they are signed in has one session there, not two.
      await endSession(parts, cookies["__Host-customer-refresh"] ?? "");
      return sessionReply(session, parts.csrf);
    }),
    handle(refreshCustomer, async ({ cookies }) => {
      const token = cookies["__Host-customer-refresh"] ?? "";
      const session = token === "" ? "failed" : await renewSession(parts, token);
      if (session === "away") return AWAY;
      if (session === "failed") return { status: 401, problem: "session_ended", headers: NO_COOKIES } as const;
      return sessionReply(session, parts.csrf);
    }),
    handle(leaveCustomer, async ({ cookies }) => {
      await endSession(parts, cookies["__Host-customer-refresh"] ?? "");
      return noContent(NO_COOKIES);
    }),
  ];
}

function profileHandlers({ db }: CustomersParts): readonly Handled[] {
  return [
    handle(readProfile, async ({ caller }) => {
      const customer = await readCustomer(db, caller.id);
      return customer === undefined ? GONE : ok(shown(customer));
    }),
    handle(changeProfile, async ({ caller, body }) => {
      const customer = await writeCustomer(db, caller.id, body);
      return customer === undefined ? GONE : ok(shown(customer));
    }),
  ];
}

function exportHandler({ db, orders }: CustomersParts): Handled {
  return handle(exportProfile, async ({ caller, requestId }) => {
    const customer = await readCustomer(db, caller.id);
    if (customer === undefined) return GONE;
    const data = await orders.of(customer.id);
    const about = { entity: "customer", entityId: customer.id, detail: { orders: data.orders.length } };
    await audit(db, { actor: actorOf(customer.id), action: "customer.exported", ...about, requestId });
    return ok({ profile: { ...shown(customer), since: customer.since.toISOString() }, ...data });
  });
}

function eraseHandler(parts: CustomersParts): Handled {
  return handle(eraseProfile, async ({ caller, requestId }) => {
    const { id } = caller;
    const forgotten = await parts.db.transaction().execute(async (trx) => {
      const reached = await lockCustomer(trx, id);
      if (reached === undefined) return "gone";
      const orders = await parts.orders.forget(trx, id);
      if (orders === undefined) return "open";
      await dropCustomer(trx, id, reached);
      const about = { entity: "customer", entityId: id, detail: { orders } };
      await audit(trx, { actor: actorOf(id), action: "customer.erased", ...about, requestId });
      return "done";
    });
    if (forgotten === "open") return problem(409, "order_open");
    if (forgotten === "gone") return GONE;
    await endAllOf(parts, id);
    return noContent(NO_COOKIES);
  });
}

const actorOf = (id: string) => ({ kind: "customer", id }) as const;
