/** The routes of what a place holds about a guest; the record says that it was done, and never about whom. */
import { type Handled, handle, ok, problem } from "cloche";
import type { Transaction } from "kysely";
import { eraseGuest, exportGuest } from "../../contracts/index.js";
import { actingAt } from "../access/index.js";
import { audit, type Database } from "../platform/index.js";
import { forgetGuest, type GuestOfPlace, readGuest, servedBy } from "./guests.store.js";
import type { GuestAccount, GuestAccounts } from "./neighbours.js";
import type { OrderDesk } from "./order-desk.js";
import { NOT_HERE, NOT_YOURS } from "./staff-command.js";

/** The handlers. */
export function guestDataHandlers(desk: OrderDesk): readonly Handled[] {
  return [exportHandler(desk), eraseHandler(desk)];
}

function exportHandler({ db, accounts }: OrderDesk): Handled {
  return handle(exportGuest, async ({ caller, params: { id: locationId }, body, requestId }) => {
    const acting = await actingAt(db, caller, { locationId, capability: "exportData" });
    if (typeof acting === "string") return acting === "not_here" ? NOT_HERE : NOT_YOURS;
    const { found, account } = await db.transaction().execute(async (trx) => {
      const held = await accountOf(trx, accounts, body);
      const guest = { locationId, ...body };
      const isShown = held !== undefined && (await mayBeShown(trx, locationId, held));
      const query = isShown ? whole(guest, held) : { ...guest, accountId: held?.id };
      return { found: await readGuest(trx, query), account: isShown ? held : undefined };
    });
    const about = { entity: "location", entityId: locationId, locationId, detail: { orders: found.orders.length } };
    await audit(db, { actor: acting.actor, action: "guest.exported", ...about, requestId });
    return ok({ ...found, account: account === undefined ? null : shown(account) }, { "cache-control": "no-store" });
  });
}

function eraseHandler({ db, accounts }: OrderDesk): Handled {
  return handle(eraseGuest, async ({ caller, params: { id: locationId }, body, requestId }) => {
    const acting = await actingAt(db, caller, { locationId, capability: "exportData" });
    if (typeof acting === "string") return acting === "not_here" ? NOT_HERE : NOT_YOURS;
    const done = await db.transaction().execute(async (trx) => {
      const forgotten = await forget(trx, accounts, { locationId, ...body });
      if (forgotten === undefined) return undefined;
      const { orders, account } = forgotten;
      const about = { entity: "location", entityId: locationId, locationId, detail: { orders, account } };
      await audit(trx, { actor: acting.actor, action: "guest.erased", ...about, requestId });
      return forgotten;
    });
    if (done === undefined) return problem(409, "order_open");
    if (done.gone !== undefined) await accounts?.endSessions(done.gone);
    return ok({ orders: done.orders, account: done.account });
  });
}

interface Forgotten {
  readonly orders: number;
  readonly account: "none" | "erased" | "kept";
  /** The account that is gone. */
  readonly gone?: string;
}

/** The orders first, so that what is left in the account is another place's, which this one may not forget. */
async function forget(
  trx: Transaction<Database>,
  accounts: GuestAccounts | undefined,
  guest: GuestOfPlace,
): Promise<Forgotten | undefined> {
  const account = await accountOf(trx, accounts, guest);
  const orders = await forgetGuest(trx, whole(guest, account));
  if (orders === undefined) return undefined;
  if (account === undefined) return { orders, account: "none" };
  if ((await servedBy(trx, guest.locationId, account.id)).elsewhere) return { orders, account: "kept" };
  await accounts?.drop(trx, account);
  return { orders, account: "erased", gone: account.id };
}

/** Whoever has an account is everybody they have proved to be: by the one, what they left under the other is found as well. */
function whole(guest: GuestOfPlace, account: GuestAccount | undefined): GuestOfPlace {
  if (account === undefined) return guest;
  const { id: accountId, phone, email } = account;
  return { ...guest, accountId, phone: phone ?? undefined, email: email ?? undefined };
}

/** An account is its telephone number's, its e-mail address's, or both's: of what was proved to be somebody's. */
async function accountOf(
  trx: Transaction<Database>,
  accounts: GuestAccounts | undefined,
  { phone, email }: Pick<GuestOfPlace, "phone" | "email">,
) {
  if (phone !== undefined) return accounts?.lock(trx, { phone });
  return email === undefined ? undefined : accounts?.lock(trx, { email });
}

/** Addresses that were left at other places are not told to one that never served the number. */
async function mayBeShown(trx: Transaction<Database>, locationId: string, { id }: GuestAccount): Promise<boolean> {
  const { here, elsewhere } = await servedBy(trx, locationId, id);
  return here || !elsewhere;
}

function shown({ phone, email, name, addresses, since }: GuestAccount) {
  return { phone, email, name, addresses: [...addresses], since: since.toISOString() };
}
