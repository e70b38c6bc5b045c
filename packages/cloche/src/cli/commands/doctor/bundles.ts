/** Searches what browsers are given for secrets: a bundler puts in whatever the client's code names. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Secret } from "../../../kernel/index.js";
import { UsageError } from "../../command.js";
import type { Finding } from "./findings.js";
import { type Held, knownIn, searchable, shapedIn } from "./searching.js";

/** What is searched. */
export interface BundleOptions {
  /** Folders of built pages. */
  readonly folders: readonly string[];
  readonly secrets: readonly Secret[];
}

/**
 * Every secret in a built page, a script, a style or a source map below the folders.
 *
 * @throws UsageError where a folder cannot be read, or holds nothing: a search of nothing must not look like a pass
 */
export function bundleFindings(home: string, { folders, secrets }: BundleOptions): Finding[] {
  const values = searchable(secrets);
  return folders.flatMap((folder) =>
    filesIn(resolve(home, folder), folder).flatMap((file) => {
      const text = readFileSync(file, "latin1");
      return [...knownIn(text, values), ...shapedIn(text)].map((held) => published(relative(home, file), held));
    }),
  );
}

function filesIn(path: string, named: string): readonly string[] {
  const files = entriesOf(path).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  if (files.length === 0) throw new UsageError(`--bundle ${named}: There is no file in it. Build the pages first.`);
  return files;
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}

function published(file: string, { what, line }: Held): Finding {
  const reason = `Browsers are given ${what}. Exchange it, and keep its name out of the client's code.`;
  return { level: "defect", check: "bundle", subject: `${file}:${line}`, reason };
}
