/** Reads origins (RFC 6454) exactly as browsers write them. */
import { configFault } from "../../kernel/index.js";

// URL itself takes a `*` in a host for a letter like any other.
const SHAPE = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?$/;

/**
 * The text where it is an origin in the one spelling browsers send.
 *
 * @throws ConfigError `policy_contradiction` for `null`, which every sandboxed frame and local file sends;
 *   `option_invalid` for patterns, paths and other spellings.
 */
export function originOf(text: unknown, where: string): string {
  if (text === "null" || text === null) {
    throw configFault("policy_contradiction", {
      where,
      fix: 'The origin "null" is any sandboxed frame and any local file. Name the real origin.',
    });
  }
  if (typeof text === "string" && SHAPE.test(text) && URL.canParse(text) && new URL(text).origin === text) return text;
  throw configFault("option_invalid", {
    where,
    fix: 'Write scheme, host and port only, in lower case, such as "https://shop.example".',
  });
}

/** Every origin of a list, in a set. */
export function originsOf(list: readonly unknown[], where: string): ReadonlySet<string> {
  return new Set(list.map((text, index) => originOf(text, `${where}[${index}]`)));
}
