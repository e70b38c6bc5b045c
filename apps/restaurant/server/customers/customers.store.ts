/** Reads and writes customers. */
import type { Kysely, Transaction } from "kysely";
import type { z } from "zod";
import { Profile } from "../../contracts/index.js";
import { type Database, newId } from "../platform/index.js";

/** A customer as they see themselves. */
export type Customer = z.infer<typeof Profile> & { readonly since: Date };

const Addresses = Profile.shape.addresses;

/** A customer; `undefined` where there is none. */
export async function readCustomer(db: Kysely<Database>, customerId: string): Promise<Customer | undefined> {
  const row = await db.selectFrom("customer").selectAll().where("id", "=", customerId).executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, phone, email, name, addresses, created_at: since } = row;
  return { id, phone, email, name, addresses: Addresses.parse(addresses), since };
}

/** What somebody has proved to be theirs. */
export type Proved = { readonly phone: string } | { readonly email: string };

/**
 * The customer of a number or an address that was just proved, made where there is none. A number and an address are two
 * accounts: what an order or a profile says of the other proves nothing.
 */
export async function customerOf(trx: Transaction<Database>, proved: Proved, now: Date): Promise<string> {
  const [column, value] = columnOf(proved);
  const made = await trx
    .insertInto("customer")
    .values({ id: newId(), ...proved, name: null, created_at: now })
    .onConflict((conflict) => conflict.column(column).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made !== undefined) return made.id;
  return (await trx.selectFrom("customer").select("id").where(column, "=", value).executeTakeFirstOrThrow()).id;
}

function columnOf(proved: Proved) {
  return "phone" in proved ? (["phone", proved.phone] as const) : (["email", proved.email] as const);
}

/** Adds what was proved; `false` where it is another account's, whose it stays. */
export async function addProved(trx: Transaction<Database>, customerId: string, proved: Proved): Promise<boolean> {
  const [column, value] = columnOf(proved);
  const other = await trx.selectFrom("customer").select("id").where(column, "=", value).executeTakeFirst();
  if (other !== undefined) return false;
  await trx.updateTable("customer").set(proved).where("id", "=", customerId).execute();
  return true;
}

/** What a customer may change of themselves. */
export interface ProfileChange {
  readonly name?: string | null | undefined;
  readonly addresses?: Customer["addresses"] | undefined;
}

/** Changes it; `undefined` where the customer is gone. */
export async function writeCustomer(
  db: Kysely<Database>,
  customerId: string,
  { name, addresses }: ProfileChange,
): Promise<Customer | undefined> {
  const change = {
    ...(name === undefined ? {} : { name: name === "" ? null : name }),
    ...(addresses === undefined ? {} : { addresses: JSON.stringify(addresses) }),
  };
  if (Object.keys(change).length > 0) {
    await db.updateTable("customer").set(change).where("id", "=", customerId).execute();
  }
  return readCustomer(db, customerId);
}

/** What a customer is reached by. */
export interface Reached {
  readonly phone: string | null;
  readonly email: string | null;
}

/** That of a customer, whose row nobody else takes until this transaction ends. */
export function lockCustomer(trx: Transaction<Database>, customerId: string): Promise<Reached | undefined> {
  return trx
    .selectFrom("customer")
    .select(["phone", "email"])
    .where("id", "=", customerId)
    .forUpdate()
    .executeTakeFirst();
}

/** The customer whose number or address this is; nobody else takes the row until this transaction ends. */
export async function lockCustomerOf(trx: Transaction<Database>, proved: Proved): Promise<Customer | undefined> {
  const [column, value] = columnOf(proved);
  const row = await trx.selectFrom("customer").select("id").where(column, "=", value).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : readCustomer(trx, row.id);
}

/** Forgets a customer and every code that was asked for with their number or address. */
export async function dropCustomer(
  trx: Transaction<Database>,
  customerId: string,
  { phone, email }: Reached,
): Promise<void> {
  await trx
    .deleteFrom("customer_code")
    .where((code) => code.or([code("phone", "=", phone), code("email", "=", email)]))
    .execute();
  await trx.deleteFrom("customer").where("id", "=", customerId).execute();
}
