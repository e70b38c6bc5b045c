/** Adds a proved number to an account of an address, or the reverse; from then on its owner signs in by either. */
import { audit } from "../platform/index.js";
import { type CodeParts, type CodeProof, triedCode } from "./codes.js";
import { useCode } from "./codes.store.js";
import { addProved, lockCustomer, type Proved, type Reached } from "./customers.store.js";

/** What became of it. */
export type Adding = "added" | "gone" | "code_wrong" | "address_present" | "address_taken";

/** Whether an account has one of the kind already; which is changed by nobody, since orders were placed under it. */
export function isPresent({ phone, email }: Reached, proved: Proved): boolean {
  return ("phone" in proved ? phone : email) !== null;
}

/** Adds what the code was sent to, once; the code is good for the account alone that asked for it. */
export async function addByCode(parts: CodeParts, customerId: string, proof: CodeProof): Promise<Adding> {
  const tried = await triedCode(parts, proof, customerId);
  if (tried === undefined) return "code_wrong";
  const { proves, locationId } = tried;
  const now = new Date(parts.clock.now());
  const work = parts.db.transaction().execute(async (trx): Promise<Adding> => {
    const reached = await lockCustomer(trx, customerId);
    if (reached === undefined) return "gone";
    if (!(await useCode(trx, proof.challenge, now))) return "code_wrong";
    if (isPresent(reached, proves)) return "address_present";
    if (!(await addProved(trx, customerId, proves))) return "address_taken";
    const about = { entity: "customer", entityId: customerId, locationId, requestId: proof.requestId };
    const detail = { by: "phone" in proves ? "phone" : "email" };
    await audit(trx, {
      actor: { kind: "customer", id: customerId },
      action: "customer.address_added",
      ...about,
      detail,
    });
    return "added";
  });
  return work.catch((error: unknown): Adding => {
    // Somebody signed in by it for the first time in the same moment.
    if ((error as { readonly code?: string }).code === UNIQUE_VIOLATION) return "address_taken";
    throw error;
  });
}

/** PostgreSQL, appendix A. */
const UNIQUE_VIOLATION = "23505";
