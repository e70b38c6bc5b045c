/** Writes JSON that may stand inside a script element or an attribute in quotes. */

const UNSAFE = /[<>&'\u2028\u2029]/g;

/**
 * The value as JSON in which no character can end a script element, open a comment or end an attribute in single quotes.
 *
 * @throws TypeError where JSON cannot hold the value: a cycle or a bigint.
 * @example
 * forScriptJson({ name: "</script>" }); // '{"name":"\\u003c/script\\u003e"}'
 */
export function forScriptJson(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  return (json ?? "null").replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
