/** Tells who is calling from a bearer token in the Authorization header (RFC 6750). */
import { type CallerSource, type Identified, nonEmptyText, onlyKnown, type RequestHead } from "../../kernel/index.js";
import { authorization, MALFORMED } from "./authorization.js";
import { type CallerParts, callerFromClaims } from "./caller-claims.js";
import { invalidOption } from "./config-faults.js";
import { tokenAnswers, tokenIdentifier } from "./token-answers.js";
import type { VerifiedToken } from "./verified-token.js";
import type { TokenVerifier } from "./verifier.js";

/** What a bearer source is made of. */
export interface BearerOptions {
  readonly verifier: TokenVerifier;
  /** The protection space named in challenges; `api` by default. */
  readonly realm?: string;
  /**
   * Makes the caller out of a verified token; `undefined` refuses the token. Must depend on the token alone: its answer
   * is remembered with it. By default see `callerFromClaims`.
   */
  readonly toCaller?: (token: VerifiedToken) => CallerParts | undefined;
  /** The name of the source; `bearer` by default. */
  readonly name?: string;
}

/**
 * A source of callers for `Authorization: Bearer ...`. No such header, or another scheme, is no credential; two
 * credentials at once are a malformed request; and every token that is not accepted gets one and the same answer, with
 * the fault only in the refusal's `reason`. A token that is bound to a key (`cnf`) is not accepted: nothing here proves
 * that key. Where the keys cannot be fetched, or the store of revocations cannot be asked, the answer is 503, so that
 * clients keep tokens that may well be good.
 *
 * @throws ConfigError where an option is wrong.
 * @example
 * const callers = bearer({ verifier, realm: "orders" });
 */
export function bearer(options: BearerOptions): CallerSource {
  const where = "bearer";
  onlyKnown(options, ["verifier", "realm", "toCaller", "name"], where);
  const { verifier, toCaller = callerFromClaims } = options;
  if (typeof verifier?.check !== "function") {
    throw invalidOption(`${where}.verifier`, "Give a tokenVerifier().");
  }
  const name = nonEmptyText(options.name ?? "bearer", `${where}.name`);
  const answers = tokenAnswers("Bearer", { realm: options.realm ?? "api" });
  const toIdentified = tokenIdentifier({ name, toCaller, answers, provesKey: false });
  const credentials = authorization("bearer");
  return Object.freeze({
    name,
    ambient: false,
    scheme: Object.freeze({ type: "http", scheme: "bearer", bearerFormat: "JWT" }),
    missing: answers.missing,
    issuers: verifier.issuers,
    identify(head: RequestHead): Identified | Promise<Identified> {
      const token = credentials(head);
      if (token === undefined) return undefined;
      if (token === MALFORMED) return answers.malformed;
      const check = verifier.check(token);
      return check instanceof Promise ? check.then(toIdentified) : toIdentified(check);
    },
  });
}
