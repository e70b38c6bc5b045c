/** A second, chained record of the security events in a file of its own, which `cloche doctor --audit` examines. */
import { open } from "node:fs/promises";
import type { SecurityEvent } from "cloche";
import { auditTrail, fileAuditStore, type Redaction } from "cloche/observe";

/** A record in a file. */
export interface AuditFile {
  /** For the observer's `sinks`. */
  readonly hear: (event: SecurityEvent) => Promise<void> | undefined;
  /** Waits for what is being written, and closes the file. */
  readonly close: () => Promise<void>;
}

/**
 * Opens it. Requests go on where it cannot be written: what is missing shows as a gap that is counted.
 *
 * @throws the file system's own error where the file cannot be opened
 */
export async function auditFile(path: string, redaction: Redaction): Promise<AuditFile> {
  const store = await fileAuditStore({ path, open });
  const trail = auditTrail({ store, whenFailing: "allow", redaction });
  return {
    hear: trail.event,
    async close() {
      await trail.settled();
      await store.close();
    },
  };
}
