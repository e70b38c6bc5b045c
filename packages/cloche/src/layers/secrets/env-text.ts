/** Reads the text of a `.env` file strictly: what two readers could understand differently is a mistake. */

/** One mistake in the text; it names the line and never holds a value. */
export interface EnvTextProblem {
  readonly line: number;
  readonly reason: string;
}

/** What a `.env` text says. */
export interface EnvText {
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly EnvTextProblem[];
}

interface Value {
  readonly value: string;
  /** The index of the first line after the value. */
  readonly next: number;
}

interface Rest {
  readonly lines: readonly string[];
  readonly index: number;
  readonly text: string;
}

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)$/;
const IGNORED = /^[ \t]*(?:#.*)?$/;
const AFTER_QUOTE = /^[ \t]*(?:#.*)?$/;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
  ["$", "$"],
]);

/**
 * Reads `NAME=value` lines: `#` comments, an `export` in front, single quotes (taken as they stand), double quotes
 * (escapes, several lines). Nothing is interpolated: `$` is a dollar sign.
 */
export function parseEnvText(text: string): EnvText {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const values = new Map<string, string>();
  const problems: EnvTextProblem[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = index + 1;
    const read = readLine(lines, index, values);
    if (typeof read === "string") problems.push({ line, reason: read });
    index = typeof read === "string" ? index + 1 : read;
  }
  return { values, problems };
}

/** Reads one assignment into `values`: the index of the next line, or what is wrong. */
function readLine(lines: readonly string[], index: number, values: Map<string, string>): number | string {
  const text = lines[index] ?? "";
  if (IGNORED.test(text)) return index + 1;
  const match = ASSIGNMENT.exec(text);
  const name = match?.[1];
  if (name === undefined) return "Write NAME=value.";
  const read = readValue({ lines, index, text: match?.[2] ?? "" });
  if (typeof read === "string") return read;
  if (read.value.includes("\0")) return "A value cannot hold a NUL character.";
  if (values.has(name)) return `${name} is given twice; keep one.`;
  values.set(name, read.value);
  return read.next;
}

function readValue(rest: Rest): Value | string {
  const opening = rest.text.charAt(0);
  if (opening === '"') return doubleQuoted(rest);
  if (opening === "'") return singleQuoted(rest);
  if (opening === "`") return "Backticks are not quotes here; use single or double quotes.";
  return unquoted(rest);
}

function unquoted({ text, index }: Rest): Value | string {
  const value = text.replace(/(?:^|[ \t]+)#.*$/, "").trimEnd();
  // Readers disagree on `a#b`: some cut at the sign, which silently shortens a secret.
  if (value.includes("#")) return "Put quotes around a value that holds a #.";
  return { value, next: index + 1 };
}

function singleQuoted({ text, index }: Rest): Value | string {
  const end = text.indexOf("'", 1);
  if (end === -1) return "A single quote never closes on its line.";
  if (!AFTER_QUOTE.test(text.slice(end + 1))) return "Only a comment may follow the closing quote.";
  return { value: text.slice(1, end), next: index + 1 };
}

function doubleQuoted({ lines, index, text }: Rest): Value | string {
  let value = "";
  let line = index;
  let rest = text.slice(1);
  for (;;) {
    const end = closingQuote(rest);
    if (end !== -1) {
      if (!AFTER_QUOTE.test(rest.slice(end + 1))) return "Only a comment may follow the closing quote.";
      return { value: value + unescaped(rest.slice(0, end)), next: line + 1 };
    }
    value += `${unescaped(rest)}\n`;
    line += 1;
    const following = lines[line];
    if (following === undefined) return "A double quote never closes.";
    rest = following;
  }
}

function closingQuote(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (whole, character: string) => ESCAPES.get(character) ?? whole);
}
