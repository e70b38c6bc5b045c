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

/** As it is kept: with its place in the order. */
interface Kept extends Unsent {
  readonly at: number;
}

let turn: Promise<unknown> = Promise.resolve();

/** One after the other: what is taken away must have been put there before. */
function inTurn(what: () => Promise<unknown>): Promise<void> {
  const done = turn.then(what).then(() => undefined);
  turn = done.catch(() => undefined);
  return done;
}

/** Adds one to the end. */
export function keepUnsent(unsent: Unsent): Promise<void> {
  return inTurn(async () => {
    const last = Math.max(0, ...(await readKept()).map(({ at }) => at));
    // A clock may be set back; the order of the presses must not be.
    const kept: Kept = { ...unsent, at: Math.max(last + 1, Date.now()) };
    await within("readwrite", (store) => store.put(kept));
  });
}

/** Takes one away. */
export function dropUnsent(key: string): Promise<void> {
  return inTurn(() => within("readwrite", (store) => store.delete(key)));
}

/** All of them, the first first. */
export async function readUnsent(): Promise<readonly Unsent[]> {
  return [...(await readKept())].sort((a, b) => a.at - b.at);
}

function readKept(): Promise<readonly Kept[]> {
  return within<readonly Kept[]>("readonly", (store) => store.getAll());
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
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE, { keyPath: "key" }));
  return answered<IDBDatabase>(request);
}

function answered<Result>(request: IDBRequest): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result as Result));
    request.addEventListener("error", () => reject(request.error ?? new Error("The browser keeps nothing.")));
  });
}
