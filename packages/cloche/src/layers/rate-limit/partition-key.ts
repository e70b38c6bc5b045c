/** Makes the key of a counter from what the policy counts by. */
import { createHmac, hash } from "node:crypto";
import { remembered, revealed, type SecretOr } from "../../kernel/index.js";
import type { Part } from "./part.js";
import type { Policy } from "./policy.js";

/** What is known of a request, by part. */
export type PartValues = Readonly<Partial<Record<Part, string | undefined>>>;

/**
 * The key of the counter for these values, or `undefined` where a part the policy counts by is not known, such as the
 * caller of an anonymous request: the gate must then refuse or count by something else, never skip.
 *
 * The values are hashed, so that a store never holds an address, a caller's id or an e-mail address. With `pepper`
 * they cannot be guessed back from the hash either, which a plain hash of an IPv4 address can.
 *
 * @example
 * partitionKey(policy, { address: "192.0.2.1" });
 */
export function partitionKey(
  policy: Pick<Policy, "by" | "scope">,
  values: PartValues,
  pepper?: SecretOr<string>,
): string | undefined {
  let text = "";
  for (const part of policy.by) {
    const value = part === "everyone" ? "" : values[part];
    if (value === undefined) return undefined;
    text += framed(part, value);
  }
  return policy.scope + digest(text, pepper);
}

/** Reads the value of one part from whatever is known of a request. */
export type PartReader<Known> = (known: Known) => string | undefined;

/**
 * `partitionKey` made ready once for a policy: the same keys, and those of late are not hashed again.
 *
 * @param readers One for each part of `policy.by`, in its order.
 */
export function partitionKeys<Known>(
  { by, scope }: Pick<Policy, "by" | "scope">,
  readers: readonly PartReader<Known>[],
  pepper?: SecretOr<string>,
): PartReader<Known> {
  const keyOf = (text: string) => scope + digest(text, pepper);
  const [read] = readers;
  const [part] = by;
  if (readers.length === 1 && read !== undefined && part !== undefined) {
    const keyOfValue = once((value) => keyOf(framed(part, value)), pepper);
    return (known) => {
      const value = read(known);
      return value === undefined ? undefined : keyOfValue(value);
    };
  }
  const keyOfText = once(keyOf, pepper);
  return (known) => {
    let text = "";
    for (const [index, one] of by.entries()) {
      const value = readers[index]?.(known);
      if (value === undefined) return undefined;
      text += framed(one, value);
    }
    return keyOfText(text);
  };
}

/** A pepper may be rotated, and then no earlier key holds. */
function once(make: (text: string) => string, pepper: SecretOr<string> | undefined): (text: string) => string {
  let keyOf = remembered(make);
  if (pepper === undefined) return keyOf;
  let last: string | undefined;
  return (text) => {
    const current = revealed(pepper);
    if (current !== last) keyOf = remembered(make);
    last = current;
    return keyOf(text);
  };
}

/** The length in front keeps "a" + "bc" and "ab" + "c" apart. */
function framed(part: Part, value: string): string {
  const counted = part.startsWith("body:") ? folded(value) : value;
  return `${counted.length}:${counted}`;
}

/** One spelling for what most account systems take as the same name. */
function folded(value: string): string {
  return value.normalize("NFKC").trim().toLowerCase();
}

function digest(text: string, pepper: SecretOr<string> | undefined): string {
  const full =
    pepper === undefined
      ? hash("sha256", text, "base64url")
      : createHmac("sha256", revealed(pepper)).update(text).digest("base64url");
  return full.slice(0, 22);
}
