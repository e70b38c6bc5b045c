/** Searches what git tracks for secrets: known values, well-known shapes, and `.env` files. */
import { basename } from "node:path";
import type { Secret } from "../../../kernel/index.js";
import { parseEnvText, secretWeakness } from "../../../layers/secrets/index.js";
import type { Finding } from "./findings.js";
import { isIgnored, textOf, trackedFiles } from "./git.js";
import { KEY_SHAPES, SECRET_NAME } from "./key-shapes.js";

/** What is searched for, and where not. */
export interface CommitOptions {
  readonly secrets: readonly Secret[];
  /** Tracked files or folders that are left out. */
  readonly except: readonly string[];
}

/** Shorter texts turn up by chance. */
const LEAST_LENGTH = 8;
const ENV_FILE = /^\.env(?:\..+)?$/;
const SAMPLE = /\.(?:example|sample|template|dist)$/;

/** Everything that is committed, or would be, below `folder`; nothing where there is no git. */
export function commitFindings(folder: string, { secrets, except }: CommitOptions): Finding[] {
  const files = trackedFiles(folder);
  if (files === undefined) return [];
  const left = except.map((path) => path.replace(/^\.\//, "").replace(/\/$/, ""));
  const searched = files.filter((file) => !left.some((path) => file === path || file.startsWith(`${path}/`)));
  const values = secrets.flatMap((secret) => searchable(secret));
  return [...unignored(folder), ...searched.flatMap((file) => inFile(folder, { file, values }))];
}

interface Value {
  readonly label: string;
  readonly text: string;
}

/** A placeholder stands in many files and is told of as weak. */
function searchable(secret: Secret): Value[] {
  const text = secret.reveal();
  const isTelling = text.length >= LEAST_LENGTH && secretWeakness(text, { minBytes: 0 }) !== "placeholder";
  return isTelling ? [{ label: secret.label, text }] : [];
}

function unignored(folder: string): Finding[] {
  if (isIgnored(folder, ".env")) return [];
  return [defect(".env", "Git does not ignore it. Add .env to .gitignore.")];
}

function inFile(folder: string, { file, values }: { file: string; values: readonly Value[] }): Finding[] {
  const text = textOf(folder, file);
  if (text === undefined) return [];
  return [...inEnvFile(file, text), ...known(file, { text, values }), ...shaped(file, text)];
}

function inEnvFile(file: string, text: string): Finding[] {
  const name = basename(file);
  if (!ENV_FILE.test(name) || SAMPLE.test(name)) return [];
  const held = [...parseEnvText(text).values].filter(([key, value]) => value !== "" && SECRET_NAME.test(key));
  return held.map(([key]) =>
    defect(file, `It is committed and holds ${key}. Exchange that secret; git keeps its past.`),
  );
}

function known(file: string, { text, values }: { text: string; values: readonly Value[] }): Finding[] {
  return values.flatMap(({ label, text: value }) => {
    const at = text.indexOf(value);
    if (at === -1) return [];
    return [defect(`${file}:${lineOf(text, at)}`, `It holds the secret ${label}. Exchange it; git keeps its past.`)];
  });
}

function shaped(file: string, text: string): Finding[] {
  return KEY_SHAPES.flatMap(({ what, shape }) => {
    const match = [...text.matchAll(shape)].find(([key]) => !isMadeUp(key));
    if (match === undefined) return [];
    return [defect(`${file}:${lineOf(text, match.index)}`, `${what} is committed. Exchange it; git keeps its past.`)];
  });
}

/** Documents and tests show keys that somebody typed, or that are a typed text in base64. */
function isMadeUp(key: string): boolean {
  const body = key.replace(/^[a-z]+_(?:live_)?/, "");
  const weakness = secretWeakness(body, { minBytes: 16, production: false });
  if (weakness !== undefined && weakness !== "too_short") return true;
  return key.startsWith("whsec_") && /^[\x20-\x7e]+$/.test(Buffer.from(body, "base64").toString("latin1"));
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

function defect(subject: string, reason: string): Finding {
  return { level: "defect", check: "repository", subject, reason };
}
