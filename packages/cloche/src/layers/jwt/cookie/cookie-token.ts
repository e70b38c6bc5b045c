/** Tells who is calling from a token in a cookie that only this host can set. */
import {
  type CallerSource,
  type Identified,
  nonEmptyText,
  onlyKnown,
  type RequestHead,
} from "../../../kernel/index.js";
import { MALFORMED } from "../authorization.js";
import { type CallerParts, callerFromClaims } from "../caller-claims.js";
import { invalidOption } from "../config-faults.js";
import { tokenAnswers, tokenIdentifier } from "../token-answers.js";
import type { VerifiedToken } from "../verified-token.js";
import type { TokenVerifier } from "../verifier.js";
import { isHostCookieName, readCookie } from "./read-cookie.js";

/** What a cookie source is made of. */
export interface CookieTokenOptions {
  readonly verifier: TokenVerifier;
  /** The cookie's whole name, which must begin with `__Host-`. */
  readonly cookie: string;
  /** The protection space named in challenges; `api` by default. */
  readonly realm?: string;
  /** As for `bearer`. */
  readonly toCaller?: (token: VerifiedToken) => CallerParts | undefined;
  /** The name of the source; `cookie` by default. */
  readonly name?: string;
}

/**
 * A source of callers for a token in a cookie. Browsers attach it to whatever any page makes them send, so the source is
 * ambient, and cross-site requests must be refused wherever it is what authenticated.
 *
 * @throws ConfigError where an option is wrong.
 * @example
 * const callers = cookieToken({ verifier, cookie: "__Host-access" });
 */
export function cookieToken(options: CookieTokenOptions): CallerSource {
  const where = "cookieToken";
  onlyKnown(options, ["verifier", "cookie", "realm", "toCaller", "name"], where);
  const { verifier, cookie, toCaller = callerFromClaims } = options;
  if (typeof verifier?.check !== "function") throw invalidOption(`${where}.verifier`, "Give a tokenVerifier().");
  if (!isHostCookieName(cookie)) {
    throw invalidOption(`${where}.cookie`, 'Begin the name with "__Host-": another host could set any other cookie.');
  }
  const name = nonEmptyText(options.name ?? "cookie", `${where}.name`);
  const answers = tokenAnswers("Cookie", { realm: options.realm ?? "api" });
  const toIdentified = tokenIdentifier({ name, toCaller, answers, provesKey: false });
  return Object.freeze({
    name,
    ambient: true,
    scheme: Object.freeze({ type: "apiKey", in: "cookie", name: cookie }),
    missing: answers.missing,
    issuers: verifier.issuers,
    identify(head: RequestHead): Identified | Promise<Identified> {
      const token = readCookie(head, cookie);
      if (token === undefined || token === "") return undefined;
      if (token === MALFORMED) return answers.malformed;
      const check = verifier.check(token);
      return check instanceof Promise ? check.then(toIdentified) : toIdentified(check);
    },
  });
}
