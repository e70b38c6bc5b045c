/** Writes `.env.example` from the declarations, so that it cannot fall behind them. */
import type { SecretSetting, Setting, Settings } from "./setting.js";
import { PREVIOUS_SUFFIX } from "./source.js";

const PHASE_NOTES = {
  boot: undefined,
  lazy: "Read when it is first used.",
  build: "Read by the build.",
} as const;

/**
 * The text of `.env.example`: grouped, described, secrets left empty with a way to make one, defaults commented out.
 *
 * @example
 * writeFileSync(".env.example", envExample(settings));
 */
export function envExample(settings: Settings): string {
  const groups = new Map<string, string[]>();
  for (const [name, declaration] of Object.entries(settings)) {
    const heading = declaration.group ?? "";
    const entries = groups.get(heading) ?? [];
    entries.push(entryOf(name, declaration));
    groups.set(heading, entries);
  }
  const sections = [...groups].map(([heading, entries]) => section(heading, entries));
  return `${sections.join("\n\n")}\n`;
}

function section(heading: string, entries: readonly string[]): string {
  const body = entries.join("\n\n");
  return heading === "" ? body : `${comment(`== ${heading} ==`)}\n\n${body}`;
}

function entryOf(name: string, declaration: Setting | SecretSetting): string {
  const notes = [
    declaration.describe,
    PHASE_NOTES[declaration.phase],
    ...(declaration.kind === "secret" ? secretNotes(name, declaration) : []),
    declaration.example === undefined ? undefined : `Example: ${declaration.example}`,
  ];
  const comments = notes.filter((note) => note !== undefined).map(comment);
  return [...comments, assignment(name, declaration)].join("\n");
}

function secretNotes(name: string, { minBytes, generate, optional, rotation }: SecretSetting): (string | undefined)[] {
  return [
    optional ? "Optional." : undefined,
    generate === undefined
      ? undefined
      : `Make one: node -p "crypto.randomBytes(${Math.max(minBytes, 32)}).toString('base64url')"`,
    generate === undefined ? undefined : "Left empty, one is made and kept outside production.",
    minBytes > 0 ? `At least ${minBytes} bytes.` : undefined,
    rotation === undefined ? undefined : `While it is exchanged, ${name}${PREVIOUS_SUFFIX} holds the one before.`,
  ];
}

function assignment(name: string, declaration: Setting | SecretSetting): string {
  if (declaration.kind === "secret" || declaration.default === undefined) return `${name}=`;
  return comment(`${name}=${written(declaration.default)}`);
}

/** A default as the reader of `.env` files takes it back. */
function written(value: string): string {
  if (/^[A-Za-z0-9_./:@,+-]*$/.test(value)) return value;
  return `"${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}

function comment(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `# ${line}`.trimEnd())
    .join("\n");
}
