/** The refusals of one way of carrying credentials, made once: whatever is wrong, callers are told one and the same. */
import { type HeaderPair, type Refusal, refuse } from "../../kernel/index.js";
import { challenge } from "./challenge.js";

/** What the refusals are made of. */
export interface AnswersOptions<Code extends string> {
  /** The authentication scheme of the challenges. */
  readonly scheme: string;
  /** What stands in every challenge. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Every reason a credential can be turned away for. */
  readonly faults: Readonly<Record<Code, string>>;
  /** Those that are ours and not the credential's: 503, so that clients keep what may well be good. */
  readonly ours: readonly Code[];
  /** The error code of the challenges; `invalid_token` by default. */
  readonly error?: string;
}

/** The refusals. */
export interface CredentialAnswers<Code extends string> {
  /** No credential: a challenge without an error code (RFC 6750 section 3.1). */
  readonly missing: Refusal;
  /** A credential that is not well-formed, or two at once. */
  readonly malformed: Refusal;
  /** The refusal for a fault, which only its `reason` names. */
  of(fault: Code): Refusal;
}

/** Makes every refusal beforehand, so that a flood of bad credentials allocates nothing for them. */
export function credentialAnswers<Code extends string>(options: AnswersOptions<Code>): CredentialAnswers<Code> {
  const { scheme, parameters, faults, ours, error = "invalid_token" } = options;
  const challenged = (code?: string): readonly HeaderPair[] =>
    Object.freeze([
      [
        "www-authenticate",
        challenge(scheme, code === undefined ? parameters : { ...parameters, error: code }),
      ] as const,
    ]);
  const invalid = challenged(error);
  const refusalOf = (reason: string) =>
    Object.freeze(
      ours.some((code) => code === reason)
        ? refuse("store_unavailable", { reason })
        : refuse("token_invalid", { reason, headers: invalid }),
    );
  const byFault = new Map(Object.keys(faults).map((reason) => [reason, refusalOf(reason)]));
  return {
    missing: Object.freeze(refuse("unauthenticated", { headers: challenged() })),
    malformed: Object.freeze(
      refuse("request_malformed", { reason: "credentials_malformed", headers: challenged("invalid_request") }),
    ),
    of: (fault) => byFault.get(fault) ?? refusalOf(fault),
  };
}
