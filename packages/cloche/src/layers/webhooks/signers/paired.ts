/** Signs by schemes that put time and signatures into one header as pairs. */
import { createSecretKey } from "node:crypto";
import type { PairedScheme } from "../paired-header.js";
import { hmacDigest } from "../signing-key.js";
import { TIMESTAMP_FORMATS } from "../timestamps.js";
import { bodyOf, type Signer, secretsOf, timeOf } from "./to-sign.js";

/** A signer for a paired scheme; several secrets make several signatures, as during a rotation. */
export function pairedSigner(scheme: PairedScheme): Signer {
  const { header, separator, timestampKey, signatureKey, joint } = scheme;
  return (delivery) => {
    const time = TIMESTAMP_FORMATS.seconds.write(timeOf(delivery));
    const content = [time, joint, bodyOf(delivery)];
    const signatures = secretsOf(delivery).map((secret) => {
      const key = createSecretKey(Buffer.from(secret, "utf8"));
      return `${signatureKey}=${hmacDigest("sha256", key, content).toString("hex")}`;
    });
    return { [header]: [`${timestampKey}=${time}`, ...signatures].join(separator) };
  };
}
