/** Searches what git tracks for secrets: known values, well-known shapes, and `.env` files. */
import { basename } from "node:path";
import type { Secret } from "../../../kernel/index.js";
import { parseEnvText } from "../../../layers/secrets/index.js";
import type { Finding } from "./findings.js";
import { isIgnored, textOf, trackedFiles } from "./git.js";
import { SECRET_NAME } from "./key-shapes.js";
import { type Held, knownIn, searchable, shapedIn, type Value } from "./searching.js";

/** What is searched for, and where not. */
export interface CommitOptions {
  readonly secrets: readonly Secret[];
  /** Tracked files or folders that are left out. */
  readonly except: readonly string[];
}

const ENV_FILE = /^\.env(?:\..+)?$/;
const SAMPLE = /\.(?:example|sample|template|dist)$/;

/** Everything that is committed, or would be, below `folder`; nothing where there is no git. */
export function commitFindings(folder: string, { secrets, except }: CommitOptions): Finding[] {
  const files = trackedFiles(folder);
  if (files === undefined) return [];
  const left = except.map((path) => path.replace(/^\.\//, "").replace(/\/$/, ""));
  const searched = files.filter((file) => !left.some((path) => file === path || file.startsWith(`${path}/`)));
  const values = searchable(secrets);
  return [...unignored(folder), ...searched.flatMap((file) => inFile(folder, { file, values }))];
}

function unignored(folder: string): Finding[] {
  if (isIgnored(folder, ".env")) return [];
  return [defect(".env", "Git does not ignore it. Add .env to .gitignore.")];
}

function inFile(folder: string, { file, values }: { file: string; values: readonly Value[] }): Finding[] {
  const text = textOf(folder, file);
  if (text === undefined) return [];
  return [
    ...inEnvFile(file, text),
    ...knownIn(text, values).map((held) => committed(file, held, "It holds ")),
    ...shapedIn(text).map((held) => committed(file, held)),
  ];
}

function inEnvFile(file: string, text: string): Finding[] {
  const name = basename(file);
  if (!ENV_FILE.test(name) || SAMPLE.test(name)) return [];
  const held = [...parseEnvText(text).values].filter(([key, value]) => value !== "" && SECRET_NAME.test(key));
  return held.map(([key]) =>
    defect(file, `It is committed and holds ${key}. Exchange that secret; git keeps its past.`),
  );
}

function committed(file: string, { what, line }: Held, holds?: string): Finding {
  const said = holds === undefined ? `${what} is committed` : holds + what;
  return defect(`${file}:${line}`, `${said}. Exchange it; git keeps its past.`);
}

function defect(subject: string, reason: string): Finding {
  return { level: "defect", check: "repository", subject, reason };
}
