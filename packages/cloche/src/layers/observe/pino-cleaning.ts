/** Cleans what the application itself writes through pino, at any depth, where pino's own paths reach one level. */
import type { Redaction } from "./redaction.js";

/** Options for pino: spread them into yours. */
export interface PinoCleaning {
  readonly hooks: { readonly streamWrite: (line: string) => string };
}

/**
 * Makes options with which a pino logger cleans each line just before it is written: after serializers, messages and
 * the bindings of children have been put together, so that nothing goes round it.
 *
 * @example
 * const logger = pino({ level: "info", ...pinoCleaning(redaction({ secrets: configuration.secrets() })) });
 */
export function pinoCleaning(by: Redaction): PinoCleaning {
  return { hooks: { streamWrite: (line) => `${cleanLine(line, by)}\n` } };
}

function cleanLine(line: string, by: Redaction): string {
  try {
    return JSON.stringify(by.redact(JSON.parse(line)));
  } catch {
    return by.text(line);
  }
}
