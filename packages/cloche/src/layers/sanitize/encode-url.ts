/** Encodes text as one component of a URL. */

const LONE_SURROGATES = /\p{Cs}/gu;

/**
 * Encodes a text as one path segment or one query value (RFC 3986 section 2.3: all but the unreserved characters).
 *
 * @example
 * forUrl("a/b c"); // "a%2Fb%20c"
 */
export function forUrl(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATES, "\ufffd")).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
