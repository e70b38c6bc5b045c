/** Meta's handshake, which is a GET: a token that both sides know, and a challenge to send back. */
import { equalTextsInConstantTime, onlyKnown } from "../../../kernel/index.js";
import { fault, type WebhookFault } from "../faults.js";
import { keyRing, type Secrets } from "../key-ring.js";
import type { HandshakeAnswer } from "../partner.js";
import { isChallenge, textAnswer } from "./answer.js";

/** What a user says of Meta's handshake. */
export interface MetaHandshakeOptions {
  /** The verify tokens, as the app's dashboard has them. */
  readonly verifyTokens: Secrets;
}

/**
 * Answers `GET ...?hub.mode=subscribe&hub.verify_token=...&hub.challenge=...`.
 *
 * @returns a function of the raw request target
 * @throws ConfigError where a token or an option cannot be used
 * @example
 * const shake = metaHandshake({ verifyTokens: verifyToken });
 * const answer = shake("/webhooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=...");
 */
export function metaHandshake(options: MetaHandshakeOptions): (target: string) => HandshakeAnswer | WebhookFault {
  onlyKnown(options, ["verifyTokens"], "metaHandshake");
  const tokens = keyRing<string>(options.verifyTokens, {
    where: "metaHandshake.verifyTokens",
    toCheck: (value) => (claim) => equalTextsInConstantTime(value, claim.signatures),
  });
  return (target) => {
    const mark = target.indexOf("?");
    const query = new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1));
    const [token, challenge, mode] = ["hub.verify_token", "hub.challenge", "hub.mode"].map((name) => one(query, name));
    if (token === undefined) return fault("signature_missing");
    if (challenge === undefined || mode !== "subscribe" || !isChallenge(challenge)) return fault("field_malformed");
    const known = tokens().map((key) => key.passes({ signatures: token, content: [] }));
    return known.includes(true) ? textAnswer(challenge) : fault("signature_mismatch");
  };
}

function one(query: URLSearchParams, name: string): string | undefined {
  const [value, ...others] = query.getAll(name);
  return others.length === 0 ? value : undefined;
}
