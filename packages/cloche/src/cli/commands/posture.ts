/** `cloche posture`: shows what every route promises, locks it in a file, and says what has become looser since. */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type Contradiction,
  comparePosture,
  contradictions,
  type PostureComparison,
  type PostureRow,
  posture,
  postureLock,
  readPostureLock,
} from "../../gate/index.js";
import { ConfigError } from "../../kernel/index.js";
import { type Command, type CommandIo, UsageError } from "../command.js";
import { type Loaded, loadContracts } from "./posture/load.js";
import { markdownContradictions, markdownReport, textContradictions, textReport } from "./posture/report.js";
import { markdownTable, textTable } from "./posture/tables.js";
import { type PostureWords, postureWords } from "./posture/words.js";

/** The command. */
export const POSTURE: Command = Object.freeze({
  name: "posture",
  summary: "Shows, locks and checks what every route promises.",
  usage: [
    "cloche posture MODULE... [--lock | --check [--exact]] [--markdown | --json] [--lock-file FILE]",
    "    MODULE       a built file that exports contracts, and perhaps the gate's options as `gateOptions`",
    "    --lock       writes the posture into the lock file",
    "    --check      exits with 1 where the posture is looser than the lock file",
    "    --exact      with --check: exits with 1 where it differs at all",
    "    --markdown   for a pull request: what differs from the lock file, and the table",
    "    --lock-file  cloche.lock unless said",
  ],
  run: async (words: readonly string[], io: CommandIo) => {
    const asked = postureWords(words);
    const loaded = await loadContracts(io.folder, asked.modules);
    if (loaded.options === undefined) {
      io.err(
        "No module exports `gateOptions`: the gate's default limits, body size, covers and CORS are not included.",
      );
    }
    try {
      return await run(asked, loaded, io);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      io.err(error.message);
      return 1;
    }
  },
});

async function run(asked: PostureWords, { contracts, options }: Loaded, io: CommandIo): Promise<number> {
  const rows = posture(contracts, options);
  const file = resolve(io.folder, asked.lockFile);
  if (asked.verb === "lock") {
    await writeFile(file, postureLock(rows));
    io.out(`${asked.lockFile} holds ${rows.length} routes.`);
    return 0;
  }
  const locked = await readLock(file);
  if (locked === undefined && asked.verb === "check") {
    throw new UsageError(`${asked.lockFile} cannot be read; make it with \`cloche posture --lock\`.`);
  }
  const comparison = locked && comparePosture(locked, rows);
  const contradicted = contradictedBy(contracts, options);
  show(asked, { rows, comparison, contradicted }, io);
  if (asked.verb !== "check" || comparison === undefined) return 0;
  const code = verdict(asked, comparison, io);
  return contradicted.some(({ stops }) => stops) ? 1 : code;
}

/** Where the API will run is not known here. Half of what a gate holds would let every limit look forgotten. */
function contradictedBy(contracts: Loaded["contracts"], options: Loaded["options"]): readonly Contradiction[] {
  if (options === undefined) return [];
  return contradictions(contracts, options, {
    processes: 1,
    production: false,
    proxied: false,
    ...options.surroundings,
  });
}

async function readLock(file: string): Promise<readonly PostureRow[] | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : readPostureLock(text);
}

interface Shown {
  readonly rows: readonly PostureRow[];
  readonly comparison: PostureComparison | undefined;
  readonly contradicted: readonly Contradiction[];
}

function show({ verb, form }: PostureWords, { rows, comparison, contradicted }: Shown, { out }: CommandIo): void {
  const lines = {
    json: () => [JSON.stringify({ routes: rows, comparison, contradictions: contradicted }, undefined, 2)],
    markdown: () => [
      ...(comparison === undefined ? [] : [...markdownReport(comparison), ""]),
      ...markdownContradictions(contradicted),
      ...["<details><summary>Every route</summary>", "", ...markdownTable(rows), "", "</details>"],
    ],
    table: () => [
      ...(verb === "check" && comparison !== undefined ? textReport(comparison) : textTable(rows)),
      ...textContradictions(contradicted),
    ],
  }[form]();
  for (const line of lines) out(line);
}

function verdict({ exact, lockFile }: PostureWords, comparison: PostureComparison, { err }: CommandIo): number {
  if (comparison.loosened.length > 0) {
    err(`Looser than ${lockFile}. Where that is meant, write it anew with --lock, and let it be reviewed.`);
    return 1;
  }
  if (Object.values(comparison).every((list: readonly unknown[]) => list.length === 0)) return 0;
  err(`No looser than ${lockFile}, but not the same. Write it anew with --lock.`);
  return exact ? 1 : 0;
}
