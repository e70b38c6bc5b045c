/** Examines the file of an audit trail. */
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { ConfigError, table } from "../../../kernel/index.js";
import {
  type AuditFault,
  type AuditHead,
  type AuditVerdict,
  fileAuditRows,
  verifyAudit,
} from "../../../layers/observe/index.js";
import { type CommandIo, UsageError } from "../../command.js";
import type { Finding } from "./findings.js";

const REASONS: Readonly<Record<AuditFault, string>> = table({
  unreadable: "The line of this row cannot be read.",
  changed: "This row, or its seal, was changed after it was written.",
  missing: "This row was taken out.",
  out_of_order: "A row that does not belong here stands in its place.",
  cut: "The trail ends before the head that was kept.",
  replaced: "This row has another seal than the head that was kept: the trail was written anew.",
});
const HEAD = /^(\d{1,15}):([0-9a-f]{64})$/;

/**
 * What is wrong with the trail, if one is named; a trail that is whole is told with its head, to be kept elsewhere.
 *
 * @throws UsageError where the file cannot be read or the head is none
 */
export async function auditFindings(
  { file, head }: { readonly file: string | undefined; readonly head: string | undefined },
  { folder, environment, err }: CommandIo,
): Promise<readonly Finding[]> {
  if (file === undefined && head === undefined) return [];
  if (file === undefined) throw new UsageError("--audit-head needs --audit.");
  const kept = head === undefined ? undefined : headOf(head);
  const rows = fileAuditRows({ path: resolve(folder, file), open });
  const verdict = await verified(() => verifyAudit(rows, { kept, secret: environment["CLOCHE_AUDIT_SECRET"] }));
  if (!verdict.intact) {
    return [{ level: "defect", check: "audit", subject: `${file} row ${verdict.seq}`, reason: REASONS[verdict.fault] }];
  }
  err(`note    ${file}: the trail is whole. Keep its head elsewhere: ${verdict.head.seq}:${verdict.head.seal}`);
  return [];
}

async function verified(examine: () => Promise<AuditVerdict>): Promise<AuditVerdict> {
  try {
    return await examine();
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`CLOCHE_AUDIT_SECRET: ${error.fix}`);
    throw new UsageError("--audit: the file cannot be read.");
  }
}

function headOf(text: string): AuditHead {
  const [, seq, seal] = HEAD.exec(text) ?? [];
  if (seq === undefined || seal === undefined)
    throw new UsageError("--audit-head: give SEQ:SEAL, as the doctor told it.");
  return { seq: Number(seq), seal };
}
