/** Asks for a stronger or more recent sign-in than the token shows (RFC 9470). */
import { type Caller, type Duration, onlyKnown, type Refusal, refuse, seconds } from "../../kernel/index.js";
import { challenge } from "./challenge.js";
import { invalidOption } from "./config-faults.js";

/** What a sign-in must have been like; at least one of the two. */
export interface StepUpOptions {
  /** The authentication contexts (`acr`) that do, in order of preference. */
  readonly acrValues?: readonly string[];
  /** How long ago the user may have signed in (`auth_time`). */
  readonly maxAge?: Duration;
  /** The scheme of the challenge: how the callers of the route send their tokens. `Bearer` by default. */
  readonly scheme?: "Bearer" | "DPoP";
}

/** A rule about sign-ins. */
export interface StepUp {
  /** The 401 for a caller whose sign-in does not do at `now`, milliseconds since the epoch; `undefined` where it does. */
  refusal(caller: Pick<Caller, "claims">, now: number): Refusal | undefined;
  /** The rule in words, for the posture table. */
  readonly reads: string;
}

/** How far the identity provider's clock may be ahead, in seconds. */
const SKEW_SECONDS = 5;
const ACR = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * A rule about how and when the user signed in, judged by the token's `acr` and `auth_time`. A token that does not say
 * is refused.
 *
 * @throws ConfigError where an option is wrong or nothing is asked for.
 * @example
 * const recent = stepUp({ acrValues: ["urn:example:mfa"], maxAge: "5 minutes" });
 * const refusal = recent.refusal(caller, clock.now());
 */
export function stepUp(options: StepUpOptions): StepUp {
  const where = "stepUp";
  onlyKnown(options, ["acrValues", "maxAge", "scheme"], where);
  const { scheme = "Bearer" } = options;
  const acrValues = options.acrValues === undefined ? undefined : Object.freeze([...options.acrValues]);
  const maxAge = options.maxAge === undefined ? undefined : seconds(options.maxAge, `${where}.maxAge`);
  if (acrValues === undefined && maxAge === undefined) throw invalidOption(where, "Give acrValues, maxAge or both.");
  if (acrValues !== undefined && !(acrValues.length > 0 && acrValues.every((value) => ACR.test(value)))) {
    throw invalidOption(`${where}.acrValues`, "List at least one, in printable ASCII without spaces and quotes.");
  }
  const refused = stepUpRefusal({ acrValues, maxAge, scheme });
  return Object.freeze({
    refusal({ claims }: Pick<Caller, "claims">, now: number) {
      const strong = acrValues === undefined || (typeof claims.acr === "string" && acrValues.includes(claims.acr));
      return strong && isRecent(claims.auth_time, maxAge, now / 1000) ? undefined : refused;
    },
    reads: [
      ...(acrValues === undefined ? [] : [`signed in by ${acrValues.join(" or ")}`]),
      ...(maxAge === undefined ? [] : [`signed in within ${maxAge} s`]),
    ].join(", "),
  });
}

function isRecent(authTime: unknown, maxAge: number | undefined, now: number): boolean {
  if (maxAge === undefined) return true;
  if (typeof authTime !== "number") return false;
  return authTime <= now + SKEW_SECONDS && now - authTime <= maxAge;
}

interface Asked {
  readonly acrValues: readonly string[] | undefined;
  readonly maxAge: number | undefined;
  readonly scheme: string;
}

/** RFC 9470 section 3: the challenge says what would do. */
function stepUpRefusal({ acrValues, maxAge, scheme }: Asked): Refusal {
  const asked = challenge(scheme, {
    error: "insufficient_user_authentication",
    error_description: "A stronger or more recent sign-in is required",
    ...(acrValues === undefined ? {} : { acr_values: acrValues.join(" ") }),
    ...(maxAge === undefined ? {} : { max_age: String(maxAge) }),
  });
  return Object.freeze(
    refuse("step_up_required", { reason: "sign_in_insufficient", headers: [["www-authenticate", asked]] }),
  );
}
