/** Takes secrets and personal data out of anything that is about to be written down. */
import { configFault, onlyKnown, Secret } from "../../kernel/index.js";
import { cleanText } from "./clean-text.js";
import type { Cleaner } from "./cleaner.js";
import { withoutNamedValues } from "./named-values.js";
import { redactValue } from "./redact-value.js";
import { type SafeError, safeErrorWith } from "./safe-error.js";
import { secretForms } from "./secret-forms.js";
import { sensitiveKeys } from "./sensitive-keys.js";
import { NARROW_PATTERNS, REDACTED, type SensitivePattern, WIDE_PATTERNS } from "./sensitive-patterns.js";

/** What to look for, beside what is always looked for. */
export interface RedactionOptions {
  /** More names of fields whose values are taken out, however they are spelt. */
  readonly keys?: readonly string[];
  /** Secrets whose values are taken out wherever they turn up, plain or encoded. */
  readonly secrets?: readonly Secret<unknown>[];
  /** More shapes of text that are taken out. */
  readonly patterns?: readonly RegExp[];
}

/** Cleans what is about to be written down. Nothing here throws, whatever it is given. */
export interface Redaction {
  /** A bounded copy of `value`, of plain objects, arrays and primitives only. */
  readonly redact: (value: unknown) => unknown;
  /** The text on one line, at most 2048 characters, without secrets or personal data. */
  readonly text: (text: string) => string;
  /** What may be written of an error. */
  readonly error: (error: unknown) => SafeError;
  /** Registers a secret that came to be known later, as after a rotation. */
  readonly add: (secret: Secret<unknown>) => void;
}

type Step = (text: string) => string;

const KNOWN = ["keys", "secrets", "patterns"];
const MAX_TEXT = 2048;
/** Text beyond this is cut before it is searched. */
const MAX_SEARCHED = 16_384;
/** What the cut may have left of a secret that began just before it. */
const CUT_MARGIN = 1024;

/**
 * Makes a redaction: by the name of a field at any depth, by the value of registered secrets in plain, base64, URL and
 * hexadecimal spelling, and by shape (JWTs, authorization headers, cookies, card numbers, mail addresses, telephone
 * numbers, private keys). Sizes are bounded: texts to 2048 characters, depth to 8, fields to 100 for each object.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const { redact } = redaction({ secrets: configuration.secrets(), keys: ["table_number"] });
 * redact({ user: { password: "..." } }); // { user: { password: "[redacted]" } }
 */
export function redaction(options: RedactionOptions = {}): Redaction {
  onlyKnown(options, KNOWN, "redaction");
  const isSensitive = sensitiveKeys(options.keys);
  const own = (options.patterns ?? []).map(ownPattern);
  const steps: readonly Step[] = [
    ...WIDE_PATTERNS.map(replacing),
    (given) => withoutNamedValues(given, isSensitive),
    ...[...NARROW_PATTERNS, ...own].map(replacing),
  ];
  const values = secretSearch(options.secrets ?? []);
  const text = (given: string) => redactText(given, steps, values.replace);
  const cleaner: Cleaner = { text, withoutSecrets: values.replace, isSensitive };
  return Object.freeze({
    redact: (value: unknown) => redactValue(value, cleaner),
    text,
    error: (error: unknown) => safeErrorWith(error, cleaner),
    add: values.add,
  });
}

/**
 * What may be written of an error: its kind, code, cleaned message and frames, and the same of its causes.
 *
 * @param error Anything that was thrown.
 * @param by The redaction with this process's secrets; one without any where nothing is given.
 */
export function safeError(error: unknown, by: Redaction = redaction()): SafeError {
  return by.error(error);
}

function replacing({ shape, replace }: SensitivePattern): Step {
  return (text) => text.replace(shape, replace);
}

function redactText(given: string, steps: readonly Step[], withoutSecrets: (text: string) => string): string {
  const cut = given.length > MAX_SEARCHED;
  let text = withoutSecrets(cleanText(withoutSecrets(cut ? given.slice(0, MAX_SEARCHED) : given)));
  for (const step of steps) text = step(text);
  const limit = cut ? Math.min(MAX_TEXT, Math.max(0, text.length - CUT_MARGIN)) : MAX_TEXT;
  return text.length > limit ? `${text.slice(0, limit)}...` : text;
}

function ownPattern(shape: RegExp): SensitivePattern {
  if (!(shape instanceof RegExp)) {
    throw configFault("option_invalid", { where: "redaction.patterns", fix: "Give regular expressions." });
  }
  const flags = `${shape.flags.replace(/[gy]/g, "")}g`;
  return { shape: new RegExp(shape.source, flags), replace: () => REDACTED };
}

interface SecretSearch {
  readonly replace: (text: string) => string;
  readonly add: (secret: Secret<unknown>) => void;
}

function secretSearch(secrets: readonly Secret<unknown>[]): SecretSearch {
  const forms = new Set<string>();
  let search: RegExp | undefined;
  const add = (more: readonly Secret<unknown>[]) => {
    for (const secret of more) {
      if (!(secret instanceof Secret)) {
        throw configFault("option_invalid", { where: "redaction.secrets", fix: "Wrap each value in a Secret." });
      }
      for (const form of secretForms(secret)) forms.add(form);
    }
    const longestFirst = [...forms].sort((a, b) => b.length - a.length);
    search = longestFirst.length === 0 ? undefined : new RegExp(longestFirst.map(escaped).join("|"), "g");
  };
  add(secrets);
  return {
    replace: (text) => (search === undefined ? text : text.replace(search, REDACTED)),
    add: (secret) => add([secret]),
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
