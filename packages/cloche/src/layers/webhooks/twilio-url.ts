/** The ways in which one address may have been written when Twilio signed it. */
import { parse, stringify } from "node:querystring";
import type { PublicBase } from "./public-url.js";

/**
 * Every address to try, the one as received first. Twilio's back ends differ in whether they sign the port, and in
 * how they escape the query; the path is never rewritten.
 */
export function* signedAddresses({ withoutPort, withPort }: PublicBase, target: string): Generator<string> {
  for (const written of writings(target)) {
    yield withoutPort + written;
    yield withPort + written;
  }
}

function* writings(target: string): Generator<string> {
  yield target;
  const queryAt = target.indexOf("?");
  if (queryAt === -1 || queryAt === target.length - 1) return;
  const path = target.slice(0, queryAt);
  const escaped = new URL(`http://_${target}`).search;
  yield path + escaped;
  yield `${path}?${stringify(parse(escaped.slice(1)))}`;
}
