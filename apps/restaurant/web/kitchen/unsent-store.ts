/** Keeps what a cook did while nothing could be sent, over a reload too: IndexedDB, in the order it was done. */

/** What can be done to a ticket or a line. */
export type Verb = "start" | "done" | "undo" | "bump" | "recall" | "rush" | "ack-void";

/** A command that has not been answered. It names no guest: ids, a version and the order's number. */
export interface Unsent {
  /** Its idempotency key: sent twice, it is done once. */
  readonly key: string;
  readonly verb: Verb;
  readonly of: "tickets" | "ticket-items";
  readonly id: string;
  readonly ticketId: string;
  readonly orderNumber: number;
  readonly expectedVersion: number;
}

const DATABASE = "kitchen-screen";
const STORE = "unsent";

/** Adds one to the end. */
export async function keepUnsent(unsent: Unsent): Promise<void> {
  await within("readwrite", (store) => store.add(unsent));
}

/** Takes one away. */
export async function dropUnsent(key: string): Promise<void> {
  const all = await within<readonly IDBValidKey[]>("readonly", (store) => store.getAllKeys());
  const values = await readUnsent();
  const at = values.findIndex((unsent) => unsent.key === key);
  const found = all[at];
  if (found !== undefined) await within("readwrite", (store) => store.delete(found));
}

/** All of them, the first first. */
export function readUnsent(): Promise<readonly Unsent[]> {
  return within<readonly Unsent[]>("readonly", (store) => store.getAll());
}

/** Takes all away: another person's work is not sent in one's own name. */
export async function forgetUnsent(): Promise<void> {
  await within("readwrite", (store) => store.clear());
}

async function within<Result = unknown>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<Result> {
  const database = await opened();
  try {
    return await answered<Result>(ask(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE, { autoIncrement: true }));
  return answered<IDBDatabase>(request);
}

function answered<Result>(request: IDBRequest): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result as Result));
    request.addEventListener("error", () => reject(request.error ?? new Error("The browser keeps nothing.")));
  });
}
