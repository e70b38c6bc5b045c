/** Tells who is calling from a bearer token in the Authorization header (RFC 6750). */
import {
  type Caller,
  type CallerSource,
  type HeaderPair,
  type Identified,
  nonEmptyText,
  onlyKnown,
  type Refusal,
  type RequestHead,
  refuse,
} from "../../kernel/index.js";
import { type CallerParts, callerFromClaims } from "./caller-claims.js";
import { challenge } from "./challenge.js";
import { invalidOption } from "./config-faults.js";
import { TOKEN_FAULTS, type TokenFaultCode } from "./token-faults.js";
import type { TokenCheck, TokenVerifier, VerifiedToken } from "./verifier.js";

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

/** A token as RFC 6750 section 2.1 spells it, after the scheme in any case and exactly one space. */
const CREDENTIALS = /^bearer ([A-Za-z0-9\-._~+/]+=*)$/i;
const BEARER_SCHEME = /^bearer(?:$|[ \t])/i;

/**
 * A source of callers for `Authorization: Bearer ...`. No such header, or another scheme, is no credential; two
 * credentials at once are a malformed request; and every token that is not accepted gets one and the same answer, with
 * the fault only in the refusal's `reason`. Where the keys cannot be fetched the answer is 503, so that clients keep
 * tokens that may well be good.
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
  const answers = refusals(options.realm ?? "api");
  const toIdentified = identifier({ name, toCaller, answers });
  return Object.freeze({
    name,
    ambient: false,
    scheme: Object.freeze({ type: "http", scheme: "bearer", bearerFormat: "JWT" }),
    missing: answers.missing,
    identify(head: RequestHead): Identified | Promise<Identified> {
      const token = credentials(head);
      if (token === undefined) return undefined;
      if (token === MALFORMED) return answers.malformed;
      const check = verifier.check(token);
      return check instanceof Promise ? check.then(toIdentified) : toIdentified(check);
    },
  });
}

const MALFORMED = Symbol("malformed credentials");

function credentials(head: RequestHead): string | typeof MALFORMED | undefined {
  const value = head.header("authorization");
  if (value === undefined) return undefined;
  if (head.headerCount("authorization") > 1) return MALFORMED;
  const token = CREDENTIALS.exec(value)?.[1];
  if (token === undefined) return BEARER_SCHEME.test(value) ? MALFORMED : undefined;
  return carriesTokenInQuery(head.target) ? MALFORMED : token;
}

/** RFC 6750 section 2: a client must not use more than one method to send the token. */
function carriesTokenInQuery(target: string): boolean {
  const start = target.indexOf("?");
  if (start === -1) return false;
  const query = target.slice(start + 1);
  return (query.includes("access_token") || query.includes("%")) && new URLSearchParams(query).has("access_token");
}

type Answers = ReturnType<typeof refusals>;

function refusals(realm: string) {
  const challenged = (error?: string): readonly HeaderPair[] =>
    Object.freeze([
      ["www-authenticate", challenge("Bearer", error === undefined ? { realm } : { realm, error })] as const,
    ]);
  const invalid = challenged("invalid_token");
  const byFault = Object.keys(TOKEN_FAULTS).map((reason): [TokenFaultCode, Refusal] => [
    reason as TokenFaultCode,
    Object.freeze(
      reason === "token_keys_unavailable"
        ? refuse("store_unavailable", { reason })
        : refuse("token_invalid", { reason, headers: invalid }),
    ),
  ]);
  return {
    missing: Object.freeze(refuse("unauthenticated", { headers: challenged() })),
    malformed: Object.freeze(
      refuse("request_malformed", { reason: "credentials_malformed", headers: challenged("invalid_request") }),
    ),
    byFault: new Map(byFault),
    unusable: Object.freeze(refuse("token_invalid", { reason: "token_claim_missing", headers: invalid })),
  };
}

interface Identifying {
  readonly name: string;
  readonly toCaller: (token: VerifiedToken) => CallerParts | undefined;
  readonly answers: Answers;
}

/** Turns a check into a caller; the caller of a remembered token is made once. */
function identifier({ name, toCaller, answers }: Identifying): (check: TokenCheck) => Identified {
  const made = new WeakMap<VerifiedToken, Caller>();
  return (check) => {
    if (check.fault !== undefined) return answers.byFault.get(check.fault) ?? answers.unusable;
    const known = made.get(check);
    if (known !== undefined) return known;
    const parts = toCaller(check);
    if (parts === undefined) return answers.unusable;
    const caller = Object.freeze({ ...parts, via: name, claims: check.claims });
    made.set(check, caller);
    return caller;
  };
}
