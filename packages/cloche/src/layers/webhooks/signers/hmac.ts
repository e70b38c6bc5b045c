/** Signs by any HMAC scheme. */
import { createSecretKey } from "node:crypto";
import { type HmacScheme, secretBytes } from "../hmac.js";
import { hmacDigest } from "../signing-key.js";
import { unsigned } from "./header-content.js";
import { type Signer, secretOf } from "./to-sign.js";

/**
 * A signer for a scheme as given to `hmac`; what only concerns reading is ignored.
 *
 * @throws ConfigError where the scheme cannot be used; the signer throws TypeError for a secret that is not written in
 * the scheme's encoding.
 * @example
 * const sign = hmacSigner({ name: "courier", header: "x-courier-signature", encoding: "hex" });
 * const headers = sign({ body, secret });
 */
export function hmacSigner(scheme: HmacScheme): Signer {
  return (delivery) => {
    const { content, headers } = unsigned(scheme, delivery);
    const bytes = secretBytes(secretOf(delivery), scheme.secretEncoding ?? "utf8");
    if (bytes === undefined) throw new TypeError(`The secret is not written in ${scheme.secretEncoding}.`);
    return headers(hmacDigest(scheme.algorithm ?? "sha256", createSecretKey(bytes), content));
  };
}
