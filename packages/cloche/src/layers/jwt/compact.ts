/** Takes a compact JWS (RFC 7515 section 7.1) apart, strictly, without believing any of it yet. */
import { fromBase64Url } from "../../kernel/index.js";
import { type JsonObject, readJsonObject } from "./strict-json.js";
import { type TokenFault, tokenFault } from "./token-faults.js";

/** The protected header, as far as the layer reads it. Anything else in it is ignored. */
export interface TokenHeader extends Readonly<JsonObject> {
  readonly alg: string;
  readonly kid?: string;
  readonly typ?: string;
}

/** A token in its parts; nothing is verified. */
export interface CompactToken {
  readonly fault?: undefined;
  readonly header: TokenHeader;
  readonly payload: Uint8Array;
  /** What was signed: the first two segments with the dot between. */
  readonly input: string;
  readonly signature: Uint8Array;
}

/** Takes `token` apart, refusing one longer than `maxBytes` before looking at it. */
export function readCompact(token: string, maxBytes: number): CompactToken | TokenFault {
  if (token.length > maxBytes) return tokenFault("token_too_large");
  const first = token.indexOf(".");
  const second = token.indexOf(".", first + 1);
  if (first <= 0 || second <= first + 1) return tokenFault("token_malformed");
  const third = token.indexOf(".", second + 1);
  if (third !== -1) return tokenFault(token.split(".").length === 5 ? "token_encrypted" : "token_malformed");
  const headerBytes = fromBase64Url(token.slice(0, first));
  const payload = fromBase64Url(token.slice(first + 1, second));
  const signature = fromBase64Url(token.slice(second + 1));
  if (headerBytes === undefined || payload === undefined || signature === undefined || signature.length === 0) {
    return tokenFault("token_malformed");
  }
  const header = readHeader(headerBytes);
  if (header.fault !== undefined) return header;
  return { header: header.object, payload, input: token.slice(0, second), signature };
}

/** What was read, or why it was not. The wrapper keeps a member called `fault` in the token from posing as one. */
type Read<Value> = { readonly object: Value; readonly fault?: undefined } | TokenFault;

/** Reads claims: a JSON object in strict form. */
export function readClaims(payload: Uint8Array): Read<JsonObject> {
  const read = readJsonObject(payload);
  if ("object" in read) return read;
  return tokenFault(read.problem === "doubled" ? "token_member_doubled" : "token_malformed");
}

/**
 * Header members that change what a token means. A verifier that does not implement an extension must refuse what is
 * marked critical (RFC 7515 section 4.1.11); unencoded payloads (RFC 7797), compression and encryption are not read.
 */
const UNSUPPORTED = ["crit", "zip", "enc"] as const;

/** Keys that a token brings along itself (`jku`, `x5u`, `jwk`, `x5c`) are never looked at (RFC 8725 section 3.10). */
function readHeader(bytes: Uint8Array): Read<TokenHeader> {
  const read = readClaims(bytes);
  if (read.fault !== undefined) return read;
  const { alg, kid, typ, b64 } = read.object;
  if (typeof alg !== "string" || !isTextOrAbsent(kid) || !isTextOrAbsent(typ)) return tokenFault("token_malformed");
  const object = read.object;
  if (UNSUPPORTED.some((name) => Object.hasOwn(object, name)) || (b64 !== undefined && b64 !== true)) {
    return tokenFault("token_header_unsupported");
  }
  return { object: object as unknown as TokenHeader };
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}
