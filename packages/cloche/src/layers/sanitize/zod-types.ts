/** zod types for text fields, each of which says how its text is cleaned. */
import { z } from "zod";
import { onlyKnown, wholeNumber } from "../../kernel/index.js";
import { clean, rawLimit } from "./clean-text.js";
import { cleanEmail } from "./email.js";
import { cleanFileName } from "./file-name.js";
import { type HtmlCleanerOptions, htmlCleaner } from "./html.js";
import type { HtmlProfile, HtmlProfileName } from "./html-profiles.js";
import { cleanIdentifier } from "./identifier.js";
import { cleanPhone, type PhoneOptions } from "./phone.js";
import { type UrlOptions, urlCleaner } from "./url.js";

/** How a plain text field is cleaned. */
export interface PlainTextOptions {
  /** The fewest characters that must remain. Default: 0. */
  readonly min?: number;
  /** Whether line feeds and tabs stay. Default: no. */
  readonly multiline?: boolean;
}

/** How a rich text field is cleaned. */
export interface RichTextOptions extends HtmlCleanerOptions {
  /** The most UTF-16 code units of the cleaned HTML. Default: 20,000. */
  readonly max?: number;
}

const LENGTHS = { min: 1, max: 1_000_000 };
const DEFAULT_RICH_TEXT_MAX = 20_000;
const URL_RAW_LENGTH = 65_536;
const DEFAULT_MARKDOWN_MAX = 20_000;

/**
 * A text field: NFC, trimmed, without control and invisible characters. Markup stays text.
 *
 * @param max - the most UTF-16 code units once cleaned.
 * @throws ConfigError `option_unknown`, `option_invalid`
 * @example
 * const Note = z.object({ note: plainText(280, { multiline: true }) });
 */
export function plainText(max: number, options: PlainTextOptions = {}): z.ZodString {
  onlyKnown(options, ["min", "multiline"], "plainText");
  wholeNumber(max, "plainText.max", LENGTHS);
  const { min = 0, multiline = false } = options;
  wholeNumber(min, "plainText.min", { min: 0, max });
  // A text that is too long is refused by the limit after it, and not cut.
  const bounded = capped(max).overwrite((text) => clean(text, rawLimit(max), multiline));
  return min > 0 ? bounded.min(min).max(max) : bounded.max(max);
}

/**
 * A Markdown field: cleaned as text over several lines. Render it with raw HTML switched off, and pass what the
 * renderer makes through `cleanHtml`.
 *
 * @param max - the most UTF-16 code units. Default: 20,000.
 * @throws ConfigError `option_invalid`
 */
export function markdown(max: number = DEFAULT_MARKDOWN_MAX): z.ZodString {
  return plainText(max, { multiline: true });
}

/**
 * An HTML field, cleaned down to a profile.
 *
 * @throws ConfigError `peer_missing` where no engine is given and htmlparser2 is not installed, `option_unknown`,
 *   `option_invalid`
 * @example
 * const Dish = z.object({ description: richText("comment", { max: 4_000 }) });
 */
export function richText(profile: HtmlProfileName | HtmlProfile, options: RichTextOptions = {}): z.ZodString {
  onlyKnown(options, ["max", "engine"], "richText");
  const { max: most = DEFAULT_RICH_TEXT_MAX, ...how } = options;
  const max = wholeNumber(most, "richText.max", { min: 1, max: 65_536 });
  return capped(max).overwrite(htmlCleaner(profile, how)).max(max);
}

/** An identifier: ASCII letters, digits, hyphens and underscores. */
export function identifier(max = 64): z.ZodString {
  wholeNumber(max, "identifier.max", LENGTHS);
  const reason = "This may hold only letters, digits, hyphens and underscores.";
  return cleaned(max, (text) => cleanIdentifier(text, max), { code: "invalid_identifier", reason });
}

/**
 * An absolute URL with a listed scheme and no password.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 */
export function safeUrl(options: UrlOptions = {}): z.ZodString {
  const clean = urlCleaner(options);
  return cleaned(URL_RAW_LENGTH, clean, { code: "invalid_url", reason: "This is not a URL that is allowed here." });
}

/** A plain file name without a path. */
export function fileName(): z.ZodString {
  return cleaned(1_024, (text) => cleanFileName(text), {
    code: "invalid_file_name",
    reason: "This is not a usable file name.",
  });
}

/** One e-mail address. */
export function emailAddress(): z.ZodString {
  return cleaned(254, cleanEmail, { code: "invalid_email", reason: "This is not an email address." });
}

/**
 * A phone number, read into E.164.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 */
export function phoneNumber(options: PhoneOptions = {}): z.ZodString {
  cleanPhone("", options);
  return cleaned(40, (text) => cleanPhone(text, options), {
    code: "invalid_phone",
    reason: "This is not a phone number in international form.",
  });
}

interface Words {
  readonly code: string;
  readonly reason: string;
}

/** A text that may come to `maximum` once cleaned; no time is spent on one that is far longer. */
function capped(maximum: number): z.ZodString {
  return z.string().max(rawLimit(maximum), { abort: true });
}

/** A text that is cleaned or refused. The check has a kind of its own, since one of kind `custom` might wait. */
function cleaned(maximum: number, clean: (text: string) => string | undefined, { code, reason }: Words): z.ZodString {
  const check: z.core.$ZodCheck<string> = new z.core.$ZodCheck({ check: "cleaned" });
  check._zod.check = (payload) => {
    const text = clean(payload.value);
    if (text === undefined) {
      payload.issues.push({ code: "custom", message: reason, params: { code }, input: payload.value });
    } else {
      payload.value = text;
    }
  };
  return capped(maximum).check(check);
}
