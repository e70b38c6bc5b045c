/** Where an audit trail is kept. */
import type { AuditHead, SealedRow } from "./chain.js";

/** A place for sealed rows. It only ever appends. */
export interface AuditStore {
  /** Where the chain stands. */
  head(): Promise<AuditHead>;
  /**
   * Appends rows behind `after`, all or none, and answers when they would outlive a power cut; `moved` where the chain
   * stands elsewhere by now, as when another process has appended.
   */
  append(after: AuditHead, rows: readonly SealedRow[]): Promise<"appended" | "moved">;
  /** Every row in order, for `verifyAudit`; `undefined` for what cannot be read. */
  rows(): AsyncIterable<SealedRow | undefined>;
}

/** A row from what was read, where it is one. */
export function sealedRow(value: unknown): SealedRow | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { seq, row, seal } = value as Partial<SealedRow>;
  const isRow = Number.isSafeInteger(seq) && row !== undefined && typeof seal === "string";
  return isRow && /^[0-9a-f]{64}$/.test(seal) ? { seq: seq as number, row, seal } : undefined;
}
