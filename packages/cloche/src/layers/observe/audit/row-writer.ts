/** One writer for one trail: seals what waits in one batch, tries again where the chain has moved, and notices an outage. */
import type { Clock, Emit } from "../../../kernel/index.js";
import type { AuditStore } from "./audit-store.js";
import type { JsonValue } from "./canonical-json.js";
import { type AuditHead, type SealedRow, type SealOptions, sealRow } from "./chain.js";

/** Writes rows. */
export interface RowWriter {
  /** Whether the row is written for good. Never rejects. */
  readonly write: (row: JsonValue) => Promise<boolean>;
  readonly failed: () => number;
  readonly settled: () => Promise<void>;
}

/** What a writer needs. */
export interface RowWriterOptions {
  readonly store: AuditStore;
  readonly sealing: SealOptions;
  readonly emit: Emit;
  readonly clock: Clock;
  /** Milliseconds. */
  readonly timeout: number;
}

interface Waiting {
  readonly row: JsonValue;
  readonly answer: (written: boolean) => void;
}

const MAX_WAITING = 1000;
const MAX_BATCH = 200;
/** How often a batch is sealed anew because another process has appended meanwhile. */
const MAX_MOVES = 20;
/** After a failure the store is left alone for so long, and what comes meanwhile fails at once. */
const PAUSE_MILLISECONDS = 1000;

/** A writer over `store`. */
export function rowWriter({ store, sealing, emit, clock, timeout }: RowWriterOptions): RowWriter {
  const waiting: Waiting[] = [];
  const chained = chainOf(store, sealing);
  let running: Promise<void> | undefined;
  let failed = 0;
  let failing = false;
  let pausedAt = Number.NEGATIVE_INFINITY;

  const isPaused = (): boolean => failing && Math.abs(clock.now() - pausedAt) < PAUSE_MILLISECONDS;
  const lose = (lost: readonly Waiting[]): void => {
    failed += lost.length;
    for (const { answer } of lost) answer(false);
  };
  const began = (): void => {
    pausedAt = clock.now();
    if (!failing) emit({ name: "audit.failed", at: pausedAt, subject: "audit", reason: "audit_away" });
    failing = true;
  };
  const ended = (): void => {
    if (failing) emit({ name: "store.back", at: clock.now(), subject: "audit" });
    failing = false;
  };
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH);
      if (isPaused()) lose(batch);
      else if (await inTime(chained.append(batch.map(({ row }) => row)), timeout)) {
        ended();
        for (const { answer } of batch) answer(true);
      } else {
        chained.forget();
        began();
        lose(batch);
      }
    }
    running = undefined;
  };
  return {
    write: (row) =>
      new Promise((answer) => {
        const one = { row, answer };
        if (waiting.length >= MAX_WAITING || isPaused()) return lose([one]);
        waiting.push(one);
        running ??= run();
      }),
    failed: () => failed,
    settled: async () => {
      while (running !== undefined) await running;
    },
  };
}

interface Chained {
  /** Seals rows behind the chain's head and appends them. */
  readonly append: (rows: readonly JsonValue[]) => Promise<void>;
  /** Asks the store for the head before the next batch: what became of the last one is not known. */
  readonly forget: () => void;
}

function chainOf(store: AuditStore, sealing: SealOptions): Chained {
  let head: AuditHead | undefined;
  return {
    forget() {
      head = undefined;
    },
    async append(rows) {
      for (let move = 0; move < MAX_MOVES; move += 1) {
        const before = head ?? (await store.head());
        const sealed = sealedBehind(before, rows, sealing);
        const outcome = await store.append(before, sealed);
        head = outcome === "appended" ? sealed.at(-1) : undefined;
        if (outcome === "appended") return;
        if (outcome !== "moved") throw new TypeError("The store gave neither of its two answers.");
      }
      throw new Error("Others append too often.");
    },
  };
}

function sealedBehind(head: AuditHead, rows: readonly JsonValue[], sealing: SealOptions): readonly SealedRow[] {
  let last = head;
  return rows.map((row) => {
    const sealed = sealRow(last, row, sealing);
    last = sealed;
    return sealed;
  });
}

async function inTime(work: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
    timer.unref();
  });
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
