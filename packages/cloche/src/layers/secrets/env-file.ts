/** A `.env` file as a source. */
import { readFileSync } from "node:fs";
import { ConfigurationError } from "./configuration-error.js";
import { parseEnvText } from "./env-text.js";
import { publicNamesIn } from "./public-names.js";
import type { Source } from "./source.js";

/**
 * Reads a `.env` file once, when it is first asked. A file that is not there holds nothing. Its place in the chain
 * alone decides whether it comes before the environment.
 *
 * @param path Such as ".env", relative to the folder the process was started in.
 * @example
 * envFile(".env");
 */
export function envFile(path: string): Source {
  let held: ReadonlyMap<string, string> | undefined;
  const values = () => {
    held ??= readValues(path);
    return held;
  };
  return {
    name: path,
    read(name) {
      const value = values().get(name);
      return value === undefined ? undefined : { value, provenance: path };
    },
    names: () => [...values().keys()],
    publicNames: () => publicNamesIn(values().keys()),
    anew: () => envFile(path),
  };
}

function readValues(path: string): ReadonlyMap<string, string> {
  const { values, problems } = parseEnvText(readText(path));
  if (problems.length === 0) return values;
  throw new ConfigurationError(problems.map(({ line, reason }) => ({ name: `${path} line ${line}`, reason })));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
