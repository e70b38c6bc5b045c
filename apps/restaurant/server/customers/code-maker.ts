/**
 * The codes customers sign in by: six digits of `HMAC-SHA256(key, request id)`, the key derived from a secret of the server.
 *
 * A code can be made again from its request's id, so it is kept nowhere: neither its text nor a digest, of which a million
 * tries would find the text. Whoever reads the database without the secret learns no code.
 */
import { createHmac, hkdfSync } from "node:crypto";
import type { Secret } from "cloche";
import { CODE_DIGITS } from "../../contracts/index.js";

/** Makes the code of a request for one. */
export type CodeMaker = (requestId: string) => string;

const KEY_BYTES = 32;
/** So many bits that no code is likelier than another by more than one in 2^28. */
const MAC_BYTES = 6;

/**
 * Takes the secret.
 *
 * @example
 * const codeOf = codeMaker(config.trackSecret);
 * codeOf(challenge); // "042117"
 */
export function codeMaker(secret: Secret): CodeMaker {
  const key = Buffer.from(hkdfSync("sha256", secret.reveal(), "", "restaurant customer codes", KEY_BYTES));
  return (requestId) => {
    const mac = createHmac("sha256", key).update(requestId).digest();
    return String(mac.readUIntBE(0, MAC_BYTES) % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, "0");
  };
}
