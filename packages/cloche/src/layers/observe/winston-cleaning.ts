/** Cleans what the application itself writes through winston, at any depth. */
import type { Redaction } from "./redaction.js";

/** A line on its way through winston's formats. */
export interface WinstonInfo {
  level: string;
  message: unknown;
  [field: string | symbol]: unknown;
}

/** A winston format. */
export interface WinstonCleaning {
  transform(info: WinstonInfo): WinstonInfo;
}

/**
 * Makes a format that cleans every field; let it be the first of those you combine.
 *
 * @example
 * const cleaning = winstonCleaning(redaction({ secrets: configuration.secrets() }));
 * const logger = createLogger({ format: format.combine(cleaning, format.json()), transports });
 */
export function winstonCleaning(by: Redaction): WinstonCleaning {
  return {
    transform(info) {
      const cleaned = by.redact(info) as Record<string | symbol, unknown>;
      const symbols = Object.getOwnPropertySymbols(info).map((key) => [key, by.redact(info[key])] as const);
      const message = cleaned.message ?? "";
      return Object.assign({}, cleaned, Object.fromEntries(symbols), { level: info.level, message });
    },
  };
}
