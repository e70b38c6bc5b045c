/** The text of a refresh token: opaque, proved to be ours before any store is asked, and with one successor only. */
import { createHmac, randomBytes } from "node:crypto";
import { equalTextsInConstantTime, sha256, toBase64Url } from "../../kernel/index.js";

const FAMILY_BYTES = 16;
const BODY_BYTES = 32;
const TAG_BYTES = 16;
const SHAPE = /^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{22}$/;

/** Makes and reads the texts of refresh tokens. */
export interface RefreshText {
  /** The first token of a new family. */
  first(): { readonly familyId: string; readonly token: string };
  /** The family of a token that was made here; `undefined` for any other text. */
  familyOf(token: string): string | undefined;
  /** What the newest secret makes of the token's successor. */
  successor(token: string): string;
  /** The successor whose digest is `hash`, under whichever secret it was made. */
  successorWithHash(token: string, hash: string): string | undefined;
}

/**
 * Texts of the form `family.body.tag`. The first body is 256 random bits; each next one is an HMAC of the token before
 * it, so that callers who rotate one token at the same time all come to the same successor and none has to be stored.
 * The tag tells our own tokens from made-up ones: without it, anyone who knows a family's id could end it by presenting
 * a wrong token.
 *
 * @param secrets the newest first; the others still prove and follow what was made with them.
 */
export function refreshText(secrets: readonly [Uint8Array, ...Uint8Array[]]): RefreshText {
  const tokenOf = (familyId: string, body: string, secret: Uint8Array) =>
    `${familyId}.${body}.${mac(secret, "tag", `${familyId}.${body}`).subarray(0, TAG_BYTES).toString("base64url")}`;
  const follow = (token: string, secret: Uint8Array) =>
    tokenOf(token.slice(0, token.indexOf(".")), toBase64Url(mac(secret, "successor", token)), secret);
  return {
    first() {
      const familyId = randomBytes(FAMILY_BYTES).toString("base64url");
      return { familyId, token: tokenOf(familyId, randomBytes(BODY_BYTES).toString("base64url"), secrets[0]) };
    },
    familyOf(token) {
      if (typeof token !== "string" || !SHAPE.test(token)) return undefined;
      const [familyId = "", body = ""] = token.split(".");
      return secrets.some((secret) => equalTextsInConstantTime(tokenOf(familyId, body, secret), token))
        ? familyId
        : undefined;
    },
    successor: (token) => follow(token, secrets[0]),
    successorWithHash: (token, hash) =>
      secrets.map((secret) => follow(token, secret)).find((next) => refreshHash(next) === hash),
  };
}

/** The digest a token is stored as. A token has 256 random bits, so a plain digest cannot be searched for. */
export function refreshHash(token: string): string {
  return toBase64Url(sha256(token));
}

function mac(secret: Uint8Array, purpose: string, text: string): Buffer {
  return createHmac("sha256", secret).update(`cloche refresh ${purpose}\n${text}`).digest();
}
