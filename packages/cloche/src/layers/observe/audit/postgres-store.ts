/** An audit trail in PostgreSQL, which every process shares. */
import { type AuditStore, sealedRow } from "./audit-store.js";
import { EMPTY_AUDIT, type SealedRow } from "./chain.js";

/** Runs one parameterised statement; the `query` of a pg Pool and of PGlite fit. */
export type AuditQuery = (sql: string, parameters: unknown[]) => Promise<{ readonly rows: readonly unknown[] }>;

/** The table of `postgresAuditStore`, append-only by trigger; run it once, in a migration. */
export const AUDIT_TABLE_SQL = `
CREATE TABLE IF NOT EXISTS cloche_audit (
  seq bigint PRIMARY KEY,
  row text NOT NULL,
  seal text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE OR REPLACE FUNCTION cloche_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END
$guard$;
CREATE OR REPLACE TRIGGER cloche_audit_guard BEFORE UPDATE OR DELETE ON cloche_audit
  FOR EACH ROW EXECUTE FUNCTION cloche_audit_guard();
CREATE OR REPLACE TRIGGER cloche_audit_guard_truncate BEFORE TRUNCATE ON cloche_audit
  FOR EACH STATEMENT EXECUTE FUNCTION cloche_audit_guard();
`;

const HEAD = "SELECT seq, seal FROM cloche_audit ORDER BY seq DESC LIMIT 1";
// Of several that append behind the same row one wins: the others find no such head, or their number taken.
const APPEND = `INSERT INTO cloche_audit (seq, row, seal)
  SELECT * FROM unnest($2::bigint[], $3::text[], $4::text[])
  WHERE coalesce((SELECT seal FROM cloche_audit ORDER BY seq DESC LIMIT 1), $5) = $1
  ON CONFLICT DO NOTHING RETURNING seq`;
const PAGE = "SELECT seq, row, seal FROM cloche_audit WHERE seq > $1 ORDER BY seq LIMIT $2";
const PAGE_ROWS = 500;

interface Row {
  readonly seq: string | number | bigint;
  readonly row: string;
  readonly seal: string;
}

/**
 * A store in the table of `AUDIT_TABLE_SQL`. Give its role INSERT and SELECT alone.
 *
 * @example
 * const store = postgresAuditStore((sql, parameters) => pool.query(sql, parameters));
 */
export function postgresAuditStore(query: AuditQuery): AuditStore {
  const page = async (after: number) => (await query(PAGE, [after, PAGE_ROWS])).rows as readonly Row[];
  return {
    async head() {
      const [last] = (await query(HEAD, [])).rows as readonly Row[];
      return last === undefined ? EMPTY_AUDIT : { seq: Number(last.seq), seal: last.seal };
    },
    async append(after, rows) {
      const columns = [
        rows.map(({ seq }) => seq),
        rows.map(({ row }) => JSON.stringify(row)),
        rows.map(({ seal }) => seal),
      ];
      const written = await query(APPEND, [after.seal, ...columns, EMPTY_AUDIT.seal]);
      return written.rows.length === rows.length ? "appended" : "moved";
    },
    async *rows() {
      for (let found = await page(0); found.length > 0; found = await page(Number(found.at(-1)?.seq))) {
        yield* found.map(readRow);
      }
    },
  };
}

function readRow({ seq, row, seal }: Row): SealedRow | undefined {
  try {
    return sealedRow({ seq: Number(seq), row: JSON.parse(row), seal });
  } catch {
    return undefined;
  }
}
