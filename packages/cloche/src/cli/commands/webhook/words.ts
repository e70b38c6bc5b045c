/** Reads the words of `cloche webhook send`. */
import { UsageError } from "../../command.js";

/** What was asked for. */
export interface SendWords {
  readonly partner: string;
  readonly event: string;
  readonly options: Readonly<Partial<Record<Option, string>>>;
}

const OPTIONS = ["to", "secret-env", "data", "public-url", "webhook-id", "certificate-url"] as const;
type Option = (typeof OPTIONS)[number];

/**
 * The partner, the event and the options.
 *
 * @throws UsageError
 */
export function sendWords(words: readonly string[]): SendWords {
  const rest: string[] = [];
  const options: Partial<Record<Option, string>> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!word.startsWith("--")) rest.push(word);
    else {
      at += 1;
      options[optionNamed(word)] = optionValue(word, words[at]);
    }
  }
  const [partner, event, ...others] = rest;
  if (partner === undefined || event === undefined || others.length > 0) {
    throw new UsageError("Name one partner and one event; `cloche webhook list` shows them.");
  }
  return { partner, event, options };
}

function optionNamed(word: string): Option {
  const name = OPTIONS.find((one) => `--${one}` === word);
  if (name === undefined) throw new UsageError(`${word} is not known here.`);
  return name;
}

function optionValue(word: string, value: string | undefined): string {
  if (value === undefined || value.startsWith("--")) throw new UsageError(`${word} needs a value.`);
  return value;
}

/**
 * The address to send to: `https:` anywhere, `http:` on this machine alone, because the delivery is signed for real.
 *
 * @throws UsageError
 */
export function targetOf(text: string | undefined): URL {
  if (text === undefined) throw new UsageError("Say where to with --to URL.");
  if (!URL.canParse(text)) throw new UsageError("--to is not a URL.");
  const url = new URL(text);
  const local = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "https:" || (url.protocol === "http:" && local)) return url;
  throw new UsageError("--to must be https:, or http: on this machine.");
}
