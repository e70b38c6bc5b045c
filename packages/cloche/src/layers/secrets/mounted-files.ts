/** Secrets mounted as files, one per name, as Docker and Kubernetes hand them over. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "./configuration-error.js";
import type { Found, Source } from "./source.js";

const FILE_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const MAX_BYTES = 64 * 1024;
const ABSENT = new Set(["ENOENT", "ENOTDIR"]);

/**
 * Reads `folder/NAME`, or `folder/name` in lower case. One line end at the end of the file is left out.
 *
 * @param folder Such as "/run/secrets".
 * @example
 * mountedFiles("/run/secrets");
 */
export function mountedFiles(folder: string): Source {
  return {
    name: folder,
    read: (name) => readNamed(folder, name) ?? readNamed(folder, name.toLowerCase()),
    names: () => namesIn(folder),
  };
}

function readNamed(folder: string, name: string): Found | undefined {
  if (!FILE_NAME.test(name)) return undefined;
  const path = join(folder, name);
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES)
      throw new ConfigurationError([{ name, reason: `${path} is larger than ${MAX_BYTES} bytes.` }]);
    return { value: readFileSync(path, "utf8").replace(/\r?\n$/, ""), provenance: path };
  } catch (error) {
    if (ABSENT.has(errorCode(error))) return undefined;
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => FILE_NAME.test(name));
  } catch {
    return [];
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
