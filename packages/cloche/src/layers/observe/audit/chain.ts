/** Chains rows by their digests, so that no row can be changed, moved or taken out without all that follow showing it. */
import { createHash, createHmac } from "node:crypto";
import { configFault, equalTextsInConstantTime, revealed, type SecretOr } from "../../../kernel/index.js";
import { canonicalJson, type JsonValue } from "./canonical-json.js";

/** Where a chain stands: its last row's number and seal. Keep it elsewhere, and a cut end shows too. */
export interface AuditHead {
  /** 0 before the first row. */
  readonly seq: number;
  /** 64 hexadecimal digits. */
  readonly seal: string;
}

/** A row in its chain. */
export interface SealedRow {
  readonly seq: number;
  readonly row: JsonValue;
  readonly seal: string;
}

/** The head of a chain that has no row yet. */
export const EMPTY_AUDIT: AuditHead = Object.freeze({ seq: 0, seal: "0".repeat(64) });

/** How seals are made. */
export interface SealOptions {
  /** Makes seals that only its holder can make: without it, whoever may write the file may write a new chain. */
  readonly secret?: SecretOr<string> | undefined;
}

/**
 * The row, sealed behind `head`: SHA-256 (with a secret HMAC-SHA-256) over the seal before and the canonical form of
 * the number and the row.
 *
 * @throws ConfigError `secret_weak`; TypeError where the row has no canonical form
 * @example
 * const first = sealRow(EMPTY_AUDIT, { action: "menu.changed", actor: "ann" });
 * const second = sealRow(first, { action: "menu.changed", actor: "bo" });
 */
export function sealRow(head: AuditHead, row: JsonValue, { secret }: SealOptions = {}): SealedRow {
  const seq = head.seq + 1;
  const bytes = canonicalJson({ seq, row });
  const hash = secret === undefined ? createHash("sha256") : createHmac("sha256", sealSecret(secret));
  // The former seal has a fixed length, so that nothing can move between it and the row.
  const seal = hash.update(Buffer.from(head.seal, "hex")).update(bytes, "utf8").digest("hex");
  return { seq, row, seal };
}

const LEAST_SECRET = 32;

/**
 * The secret's text.
 *
 * @throws ConfigError `secret_weak` where it is none, or shorter than the hash
 */
export function sealSecret(secret: SecretOr<string>): string {
  const text: unknown = revealed(secret);
  if (typeof text === "string" && text.length >= LEAST_SECRET) return text;
  throw configFault("secret_weak", { where: "auditTrail.secret", fix: `Give at least ${LEAST_SECRET} characters.` });
}

/** What is wrong with a chain, and at which row. */
export type AuditFault = "unreadable" | "changed" | "missing" | "out_of_order" | "cut" | "replaced";

/** What an examination comes to. */
export type AuditVerdict =
  | { readonly intact: true; readonly head: AuditHead }
  | { readonly intact: false; readonly fault: AuditFault; readonly seq: number };

/** What is known beforehand. */
export interface VerifyOptions extends SealOptions {
  /** A head that was kept elsewhere: the chain must still hold it. */
  readonly kept?: AuditHead | undefined;
  /** Where the rows begin, where they are not all of the chain. */
  readonly from?: AuditHead;
}

/**
 * Examines a chain, row by row, in bounded memory. A row that could not be read is given as `undefined`.
 *
 * @example
 * const verdict = await verifyAudit(store.rows(), { kept: { seq: 5120, seal } });
 */
export async function verifyAudit(
  rows: Iterable<SealedRow | undefined> | AsyncIterable<SealedRow | undefined>,
  { kept, from = EMPTY_AUDIT, secret }: VerifyOptions = {},
): Promise<AuditVerdict> {
  if (secret !== undefined) sealSecret(secret);
  let head = from;
  for await (const found of rows) {
    const fault = faultOf(found, head, secret);
    if (fault !== undefined || found === undefined) return faulty(fault ?? "unreadable", head.seq + 1);
    head = { seq: found.seq, seal: found.seal };
    if (kept?.seq === head.seq && kept.seal !== head.seal) return faulty("replaced", head.seq);
  }
  return kept !== undefined && kept.seq > head.seq ? faulty("cut", head.seq + 1) : { intact: true, head };
}

function faulty(fault: AuditFault, seq: number): AuditVerdict {
  return { intact: false, fault, seq };
}

function faultOf(found: SealedRow | undefined, head: AuditHead, secret: SealOptions["secret"]): AuditFault | undefined {
  if (found === undefined) return "unreadable";
  if (found.seq !== head.seq + 1) return found.seq > head.seq ? "missing" : "out_of_order";
  return equalTextsInConstantTime(sealOf(found, head, secret), found.seal) ? undefined : "changed";
}

/** Something in the file may have no canonical form; it was then not written here. */
function sealOf({ row }: SealedRow, head: AuditHead, secret: SealOptions["secret"]): string {
  try {
    return sealRow(head, row, { secret }).seal;
  } catch {
    return "";
  }
}
