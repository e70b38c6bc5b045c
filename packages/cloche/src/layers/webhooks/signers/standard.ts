/** Signs by Standard Webhooks, also as a sender to one's own subscribers. */
import { createSecretKey, randomUUID, sign } from "node:crypto";
import { standardSecret } from "../partners/standard-webhooks.js";
import { hmacDigest, joined } from "../signing-key.js";
import { TIMESTAMP_FORMATS } from "../timestamps.js";
import { ed25519PrivateKey } from "./private-key.js";
import { bodyOf, type Signer, secretsOf, timeOf } from "./to-sign.js";

/**
 * A signer by Standard Webhooks: `whsec_...` makes a `v1` signature, `whsk_...` a `v1a` one, several of either one each.
 *
 * @example
 * const sign = standardSigner("webhook");
 * const headers = sign({ body, secret: [current, previous], eventId: "msg_2026" });
 */
export function standardSigner(headerPrefix: string): Signer {
  return (delivery) => {
    const id = delivery.eventId ?? `msg_${randomUUID()}`;
    const time = TIMESTAMP_FORMATS.seconds.write(timeOf(delivery));
    const content = joined([id, ".", time, ".", bodyOf(delivery)]);
    return {
      [`${headerPrefix}-id`]: id,
      [`${headerPrefix}-timestamp`]: time,
      [`${headerPrefix}-signature`]: secretsOf(delivery)
        .map((secret) => signature(secret, content))
        .join(" "),
    };
  };
}

function signature(secret: string, content: Buffer): string {
  if (secret.startsWith("whsk_")) {
    return `v1a,${sign(undefined, content, ed25519PrivateKey(secret.slice("whsk_".length))).toString("base64")}`;
  }
  const key = createSecretKey(standardSecret(secret, "secret"));
  return `v1,${hmacDigest("sha256", key, [content]).toString("base64")}`;
}
