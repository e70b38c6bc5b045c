/** Reads who has signed in, as far as an order needs it. */
import { sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { SignedIn } from "./wish.js";

/** The customer; `undefined` where they have been forgotten. Until the transaction ends nobody forgets them. */
export async function readSignedIn(trx: Transaction<Database>, customerId: string): Promise<SignedIn | undefined> {
  const { rows } = await sql<SignedIn>`select id, phone from customer where id = ${customerId} for key share`.execute(
    trx,
  );
  return rows[0];
}
