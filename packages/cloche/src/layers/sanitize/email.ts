/** Reads one e-mail address, so that no list, header or comment can hide in it. */
import { domainToASCII } from "node:url";

const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * The address with its domain in lower case and in ASCII, or `undefined` where the text is none. Quoted local parts,
 * comments and address literals (RFC 5321 section 4.1.2) are refused: mail programs disagree about them.
 *
 * @example
 * cleanEmail(" Ada@Example.COM ");        // "Ada@example.com"
 * cleanEmail("a@b.example\nBcc: x@y.example"); // undefined
 */
export function cleanEmail(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf("@");
  const local = trimmed.slice(0, Math.max(at, 0));
  const domain = domainToASCII(trimmed.slice(at + 1));
  if (local.length > MAX_LOCAL_LENGTH || !LOCAL.test(local) || !DOMAIN.test(domain)) return undefined;
  const address = `${local}@${domain}`;
  return address.length <= MAX_LENGTH ? address : undefined;
}
