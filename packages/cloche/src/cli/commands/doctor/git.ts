/** Asks git which files it tracks and ignores, and reads them. */
import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

const MAX_LIST = 64 * 1024 * 1024;
const MAX_FILE = 1024 * 1024;
const NUL_SEARCH = 8192;

/** The tracked files below `folder`, relative to it; `undefined` where it is in no repository. */
export function trackedFiles(folder: string): readonly string[] | undefined {
  const { status, stdout } = git(folder, ["ls-files", "-z"]);
  return status === 0 ? stdout.split("\0").filter((file) => file !== "") : undefined;
}

/** Whether git would leave the file out. */
export function isIgnored(folder: string, file: string): boolean {
  return git(folder, ["check-ignore", "--quiet", "--no-index", file]).status === 0;
}

/** The text of a file; `undefined` of one that is a link, very large, binary, or gone. */
export function textOf(folder: string, file: string): string | undefined {
  try {
    const path = join(folder, file);
    const { size } = lstatSync(path);
    if (!lstatSync(path).isFile() || size > MAX_FILE) return undefined;
    const bytes = readFileSync(path);
    return bytes.subarray(0, NUL_SEARCH).includes(0) ? undefined : bytes.toString("utf8");
  } catch {
    return undefined;
  }
}

function git(folder: string, words: readonly string[]): { status: number | null; stdout: string } {
  return spawnSync("git", words, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: MAX_LIST,
    stdio: ["ignore", "pipe", "ignore"],
  });
}
