/** Proves that a page of our own made a request, for browsers that say nothing of it: a signed double submit. */
import { createHmac, randomBytes } from "node:crypto";
import {
  type Caller,
  equalTextsInConstantTime,
  onlyKnown,
  type Refusal,
  type RequestHead,
  refuse,
} from "../../../kernel/index.js";
import { MALFORMED } from "../authorization.js";
import { type ChangingSecrets, changing } from "../changing-secrets.js";
import { invalidOption } from "../config-faults.js";
import { isHostCookieName, readCookie } from "./read-cookie.js";

/** What the tokens are made of. */
export interface CsrfTokenOptions {
  /** At least 32 bytes. Of several, or of one that rotates, the newest makes tokens and the others still prove theirs. */
  readonly secret: ChangingSecrets;
  /** The cookie the page reads the token from; `__Host-csrf` by default. */
  readonly cookie?: string;
  /** The header the page sends it back in; `x-csrf-token` by default. */
  readonly header?: string;
}

/** Issues and verifies the tokens of sessions. */
export interface CsrfTokens {
  /** A token for the session, good for as long as the session and the secret are. */
  issue(sessionId: string): string;
  /** Whether the token was issued here for the session. */
  verify(token: string, sessionId: string): boolean;
  /** The `Set-Cookie` that hands a token to the page; scripts of this host can read it. */
  cookie(token: string): string;
  /** Why the request of an identified caller is not proved to come from a page of ours, or `undefined`. */
  refusal(head: RequestHead, caller: Caller): Refusal | undefined;
}

const NONCE_BYTES = 16;
const SHAPE = /^([A-Za-z0-9_-]{22})\.[A-Za-z0-9_-]{43}$/;
const HEADER = /^[a-z][a-z0-9-]*$/;

/**
 * Tokens against cross-site request forgery, each bound to one session by an HMAC. A page must send the token back in a
 * header, which a foreign page cannot add, and it must equal the cookie, which a foreign page cannot read.
 *
 * @throws ConfigError where an option is wrong or a secret is weak.
 * @example
 * const csrf = csrfToken({ secret: secrets.csrf });
 * reply.header("set-cookie", csrf.cookie(csrf.issue(csrfSession(caller))));
 */
export function csrfToken(options: CsrfTokenOptions): CsrfTokens {
  const where = "csrfToken";
  onlyKnown(options, ["secret", "cookie", "header"], where);
  const secrets = changing(options.secret, `${where}.secret`, (all) => all);
  const { cookie = "__Host-csrf", header = "x-csrf-token" } = options;
  if (!isHostCookieName(cookie)) throw invalidOption(`${where}.cookie`, 'Begin the name with "__Host-".');
  if (!HEADER.test(header)) throw invalidOption(`${where}.header`, "Give a header's name in lower case.");
  const verify = (token: string, sessionId: string) => {
    const nonce = SHAPE.exec(token)?.[1];
    if (nonce === undefined || sessionId === "") return false;
    return secrets().some((secret) => equalTextsInConstantTime(tokenOf(nonce, sessionId, secret), token));
  };
  return Object.freeze({
    issue: (sessionId: string) => tokenOf(randomBytes(NONCE_BYTES).toString("base64url"), sessionId, secrets()[0]),
    verify,
    cookie: (token: string) => `${cookie}=${token}; Path=/; Secure; SameSite=Strict`,
    refusal(head: RequestHead, caller: Caller) {
      const sent = head.headerCount(header) === 1 ? head.header(header) : undefined;
      const held = readCookie(head, cookie);
      if (sent === undefined || held === undefined || held === MALFORMED) return UNPROVEN;
      return equalTextsInConstantTime(sent, held) && verify(sent, csrfSession(caller)) ? undefined : UNPROVEN;
    },
  });
}

const UNPROVEN = Object.freeze(refuse("cross_site_refused", { reason: "csrf_token_unproven" }));

/** What a caller's token is bound to: the session (`sid`), or the user where tokens name no session. */
export function csrfSession({ id, claims }: Pick<Caller, "id" | "claims">): string {
  if (typeof claims.sid === "string" && claims.sid !== "") return `session:${claims.sid}`;
  return typeof claims.iss === "string" ? `user:${claims.iss.length} ${claims.iss} ${id}` : `user:${id}`;
}

function tokenOf(nonce: string, sessionId: string, secret: Uint8Array): string {
  const mac = createHmac("sha256", secret).update(`cloche csrf\n${nonce}\n${sessionId}`).digest("base64url");
  return `${nonce}.${mac}`;
}
