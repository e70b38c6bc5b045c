/** Keeps the secrets made for local work in one private file, so that the next start finds the same ones. */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "./configuration-error.js";
import type { SecretSetting } from "./setting.js";
import type { Found } from "./source.js";

const FILE = "secrets.json";
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;
const LEAST_RANDOM_BYTES = 32;

/** A folder of locally made secrets. */
export interface Pantry {
  /** The kept secret called `name`; one that may makes and keeps one where there is none. */
  keep(name: string, declaration: SecretSetting): Found | undefined;
  /** The kept secret called `name`, without making one. */
  find(name: string): Found | undefined;
}

/** The pantry in `folder`, which is made, for its owner only, when the first secret is. */
export function pantry(folder: string): Pantry {
  const path = join(folder, FILE);
  const provenance = `generated in ${path}`;
  const find = (name: string): Found | undefined => {
    const value = readKept(path)?.get(name);
    return value === undefined ? undefined : { value, provenance };
  };
  return {
    find,
    keep(name, declaration) {
      const kept = find(name);
      if (kept !== undefined) return kept;
      add({ folder, path, name, value: made(declaration) });
      // Another process may have been first; what the file says holds for both.
      return find(name) ?? unreadable(path);
    },
  };
}

function made({ generate, minBytes }: SecretSetting): string {
  if (typeof generate === "function") return generate();
  return randomBytes(Math.max(minBytes, LEAST_RANDOM_BYTES)).toString("base64url");
}

function add({ folder, path, name, value }: { folder: string; path: string; name: string; value: string }): void {
  openFolder(folder);
  const kept = readKept(path);
  if (kept?.has(name)) return;
  const text = `${JSON.stringify(Object.fromEntries([...(kept ?? []), [name, value]]), null, 2)}\n`;
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  writeDurably(temporary, text);
  if (kept === undefined) linkOnce(temporary, path);
  else renameSync(temporary, path);
}

function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  chmodSync(folder, OWNER_ONLY_FOLDER);
  writeFileSync(join(folder, ".gitignore"), "*\n");
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, "wx", OWNER_ONLY_FILE);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Puts the file in place unless another process just did; renaming would replace the secret that one already uses. */
function linkOnce(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function readKept(path: string): Map<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
    chmodSync(path, OWNER_ONLY_FILE);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  return parseKept(text) ?? unreadable(path);
}

function parseKept(text: string): Map<string, string> | undefined {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null || Array.isArray(kept)) return undefined;
    const entries = Object.entries(kept);
    return entries.every((each): each is [string, string] => typeof each[1] === "string")
      ? new Map(entries)
      : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(path: string): never {
  throw new ConfigurationError([{ name: path, reason: "It is not a JSON object of texts. Mend it or remove it." }]);
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
