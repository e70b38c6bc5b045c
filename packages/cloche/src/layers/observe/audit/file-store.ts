/** An audit trail in a file: JSON lines, each forced to the disk before it counts. */
import type { FileHandle } from "node:fs/promises";
import { configFault, nonEmptyText, onlyKnown } from "../../../kernel/index.js";
import { type AuditStore, sealedRow } from "./audit-store.js";
import { type AuditHead, EMPTY_AUDIT, type SealedRow } from "./chain.js";

/** Opens a file; what `node:fs/promises` exports. Handed in, so that this layer also loads where there are no files. */
export type OpenFile = (path: string, flags: string, mode?: number) => Promise<FileHandle>;

/** Where the trail is. */
export interface FileAuditOptions {
  readonly path: string;
  /** `import { open } from "node:fs/promises"`. */
  readonly open: OpenFile;
}

/** A store in a file. */
export interface FileAuditStore extends AuditStore {
  /** Closes the file. */
  close(): Promise<void>;
}

/** No row is longer; the last one is looked for within this many bytes of the end. */
const TAIL_BYTES = 1_048_576;
const LINE_END = 0x0a;

/**
 * A store in the file at `path`, made with mode 600 where there is none. For one process: give each its own file. A
 * last line that a power cut tore was never acknowledged, and is taken away when the store is opened.
 *
 * @throws ConfigError `option_invalid`; the file system's own error where the file cannot be opened
 * @example
 * const store = await fileAuditStore({ path: "/var/lib/orders/audit.jsonl", open });
 */
export async function fileAuditStore(options: FileAuditOptions): Promise<FileAuditStore> {
  onlyKnown(options, ["path", "open"], "fileAuditStore");
  const path = nonEmptyText(options.path, "fileAuditStore.path");
  if (typeof options.open !== "function") {
    throw configFault("option_invalid", { where: "fileAuditStore.open", fix: "Give `open` of node:fs/promises." });
  }
  const file = await options.open(path, "a+", 0o600);
  await cutTornEnd(file);
  const inTurn = turns();
  let known = await standing(file);
  return {
    head: () =>
      inTurn(async () => {
        known = await standing(file);
        return known.head;
      }),
    append: (after, rows) =>
      inTurn(async () => {
        const { size } = await file.stat();
        if (size !== known.size || after.seal !== known.head.seal) return "moved";
        const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
        await file.appendFile(text, "utf8");
        await file.datasync();
        const { seq, seal } = rows.at(-1) ?? known.head;
        known = { size: size + Buffer.byteLength(text), head: { seq, seal } };
        return "appended";
      }),
    rows: () => fileAuditRows(options),
    close: () => file.close(),
  };
}

/** Every row of a trail's file, in order; `undefined` for a line that is none. */
export async function* fileAuditRows({ path, open }: FileAuditOptions): AsyncGenerator<SealedRow | undefined, void> {
  const file = await open(path, "r");
  try {
    for await (const line of file.readLines({ encoding: "utf8", autoClose: false })) yield rowOf(line);
  } finally {
    await file.close();
  }
}

/** Lets one piece of work begin when the one before has ended, however that went. */
function turns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

function rowOf(line: string): SealedRow | undefined {
  try {
    return sealedRow(JSON.parse(line));
  } catch {
    return undefined;
  }
}

async function cutTornEnd(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const tail = await tailOf(file, size);
  const torn = tail.length - (tail.lastIndexOf(LINE_END) + 1);
  if (torn > 0) await file.truncate(size - torn);
}

interface Standing {
  readonly size: number;
  readonly head: AuditHead;
}

async function standing(file: FileHandle): Promise<Standing> {
  const { size } = await file.stat();
  const last = (await tailOf(file, size)).toString("utf8").split("\n").at(-2);
  if (last === undefined) return { size, head: EMPTY_AUDIT };
  const row = rowOf(last);
  if (row === undefined) throw new Error("The last row of the audit trail cannot be read; examine it with the doctor.");
  return { size, head: { seq: row.seq, seal: row.seal } };
}

async function tailOf(file: FileHandle, size: number): Promise<Buffer> {
  const length = Math.min(size, TAIL_BYTES);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer;
}
