/** Takes a compact JWS (RFC 7515 section 7.1) apart, strictly, without believing any of it yet. */
import { fromBase64Url } from "../../kernel/index.js";
import { fromAlphabet } from "./base64url.js";
import type { BoundedMap } from "./bounded-map.js";
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
  /** The header as it stands in the token. */
  readonly encodedHeader: string;
  readonly payload: Uint8Array;
  /** What was signed: the first two segments with the dot between. */
  readonly input: string;
  readonly signature: Uint8Array;
}

/** Headers that were read before, by their encoded text: an issuer's tokens all have the same few. */
export type KnownHeaders = Pick<BoundedMap<TokenHeader>, "get">;

const PAYLOAD_AND_SIGNATURE = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Takes `token` apart, refusing one longer than `maxBytes` before looking at it. */
export function readCompact(token: string, maxBytes: number, known?: KnownHeaders): CompactToken | TokenFault {
  if (token.length > maxBytes) return tokenFault("token_too_large");
  const first = token.indexOf(".");
  if (first <= 0) return tokenFault("token_malformed");
  const rest = token.slice(first + 1);
  if (!PAYLOAD_AND_SIGNATURE.test(rest)) {
    return tokenFault(token.split(".").length === 5 ? "token_encrypted" : "token_malformed");
  }
  const dot = rest.indexOf(".");
  const payload = fromAlphabet(rest.slice(0, dot));
  const signature = fromAlphabet(rest.slice(dot + 1));
  if (payload === undefined || signature === undefined) return tokenFault("token_malformed");
  const encodedHeader = token.slice(0, first);
  const read = known?.get(encodedHeader) ?? readHeader(encodedHeader);
  if (isFault(read)) return read;
  return { encodedHeader, header: read, payload, input: token.slice(0, first + 1 + dot), signature };
}

function isFault(read: TokenHeader | TokenFault): read is TokenFault {
  return !("alg" in read);
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
function readHeader(encoded: string): TokenHeader | TokenFault {
  const bytes = fromBase64Url(encoded);
  if (bytes === undefined) return tokenFault("token_malformed");
  const read = readClaims(bytes);
  if (read.fault !== undefined) return read;
  const { object } = read;
  const { alg, kid, typ, b64 } = object;
  if (typeof alg !== "string" || !isTextOrAbsent(kid) || !isTextOrAbsent(typ)) return tokenFault("token_malformed");
  if (UNSUPPORTED.some((name) => Object.hasOwn(object, name)) || (b64 !== undefined && b64 !== true)) {
    return tokenFault("token_header_unsupported");
  }
  return object as unknown as TokenHeader;
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}
