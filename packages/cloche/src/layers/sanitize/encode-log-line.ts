/** Writes text as part of one log line, so that nobody can forge a line or drive the terminal (ASVS 5.0, 16.4.1). */
import { cut } from "./characters.js";

const UNPRINTABLE = /[\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The text on one line, with backslash escapes for whatever is not printable, and cut at `maxLength` UTF-16 code units.
 *
 * @example
 * forLogLine("ok\n2026-01-01 admin signed in"); // "ok\\u000a2026-01-01 admin signed in"
 */
export function forLogLine(text: string, maxLength = 2_048): string {
  return cut(text, maxLength).replace(UNPRINTABLE, (character) =>
    character === "\\" ? "\\\\" : `\\u${hexadecimal(character)}`,
  );
}

function hexadecimal(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `{${code}}` : code.padStart(4, "0");
}
