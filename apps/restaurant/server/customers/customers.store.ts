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
  const { id, phone, name, addresses, created_at: since } = row;
  return { id, phone, name, addresses: Addresses.parse(addresses), since };
}

/** The customer of a number that was just proved, made where there is none. */
export async function customerOfPhone(trx: Transaction<Database>, phone: string, now: Date): Promise<string> {
  const made = await trx
    .insertInto("customer")
    .values({ id: newId(), phone, name: null, created_at: now })
    .onConflict((conflict) => conflict.column("phone").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made !== undefined) return made.id;
  return (await trx.selectFrom("customer").select("id").where("phone", "=", phone).executeTakeFirstOrThrow()).id;
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

/** The number of a customer, whose row nobody else takes until this transaction ends. */
export async function lockCustomer(trx: Transaction<Database>, customerId: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom("customer")
    .select("phone")
    .where("id", "=", customerId)
    .forUpdate()
    .executeTakeFirst();
  return row?.phone;
}

/** Forgets a customer and every code that was asked for with their number. */
export async function dropCustomer(trx: Transaction<Database>, customerId: string, phone: string): Promise<void> {
  await trx.deleteFrom("customer_code").where("phone", "=", phone).execute();
  await trx.deleteFrom("customer").where("id", "=", customerId).execute();
}
