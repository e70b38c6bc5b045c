/** Reads the words of `cloche posture`. */
import { UsageError } from "../../command.js";

/** What was asked for. */
export interface PostureWords {
  /** The files of the contracts, as they were written. */
  readonly modules: readonly string[];
  readonly lockFile: string;
  readonly verb: "show" | "lock" | "check";
  readonly form: "table" | "markdown" | "json";
  /** Whether `--check` refuses every difference, not only what loosened. */
  readonly exact: boolean;
}

const FLAGS = ["--lock", "--check", "--exact", "--markdown", "--json"];

/**
 * What was asked for.
 *
 * @throws UsageError
 */
export function postureWords(words: readonly string[]): PostureWords {
  const modules: string[] = [];
  const flags = new Set<string>();
  let lockFile: string | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--lock-file") {
      at += 1;
      lockFile = fileAfter(words[at]);
    } else if (FLAGS.includes(word)) flags.add(word);
    else if (word.startsWith("-")) throw new UsageError(`${word} is not known here.`);
    else modules.push(word);
  }
  if (modules.length === 0) throw new UsageError("Name the built file that exports the contracts.");
  refuseBoth(flags, "--lock", "--check");
  refuseBoth(flags, "--markdown", "--json");
  if (flags.has("--exact") && !flags.has("--check")) throw new UsageError("--exact goes with --check.");
  return {
    modules,
    lockFile: lockFile ?? "cloche.lock",
    verb: flags.has("--lock") ? "lock" : flags.has("--check") ? "check" : "show",
    form: flags.has("--markdown") ? "markdown" : flags.has("--json") ? "json" : "table",
    exact: flags.has("--exact"),
  };
}

function fileAfter(word: string | undefined): string {
  if (word === undefined || word.startsWith("-")) throw new UsageError("--lock-file needs a file.");
  return word;
}

function refuseBoth(flags: ReadonlySet<string>, one: string, other: string): void {
  if (flags.has(one) && flags.has(other)) throw new UsageError(`Say ${one} or ${other}, not both.`);
}
