/** An audit trail in this process's memory, for tests. */
import type { AuditStore } from "./audit-store.js";
import { EMPTY_AUDIT, type SealedRow } from "./chain.js";

/** A store that ends with the process. */
export function memoryAuditStore(): AuditStore {
  const kept: SealedRow[] = [];
  const head = () => kept.at(-1) ?? EMPTY_AUDIT;
  return {
    head: async () => ({ seq: head().seq, seal: head().seal }),
    async append(after, rows) {
      if (after.seal !== head().seal) return "moved";
      kept.push(...rows);
      return "appended";
    },
    async *rows() {
      yield* kept;
    },
  };
}
