/** Signs as Twilio does, over the full public URL. */
import { createSecretKey } from "node:crypto";
import { sha256 } from "../../../kernel/index.js";
import { hmacDigest } from "../signing-key.js";
import { signedParams, twilioParams } from "../twilio-params.js";
import { bodyOf, type SignedHeaders, secretOf, type ToSign, urlOf } from "./to-sign.js";

/**
 * Signs a form; with a `bodySHA256` in the URL, the URL alone, as Twilio does for JSON (see `twilioJsonUrl`).
 *
 * @throws TypeError where `url` is missing or the form cannot be read
 * @example
 * const headers = signTwilio({ body: "MessageSid=SM1&MessageStatus=sent", secret: authToken, url });
 */
export function signTwilio(delivery: ToSign): SignedHeaders {
  const url = urlOf(delivery);
  const key = createSecretKey(Buffer.from(secretOf(delivery), "utf8"));
  return { "x-twilio-signature": hmacDigest("sha1", key, [url, paramsOf(delivery, url)]).toString("base64") };
}

function paramsOf(delivery: ToSign, url: string): string {
  if (new URL(url).searchParams.has("bodySHA256")) return "";
  const params = twilioParams(bodyOf(delivery));
  if (params === undefined) throw new TypeError("The body is not a form.");
  return signedParams(params);
}

/** The URL that Twilio calls with a JSON body: with the body's SHA-256 as `bodySHA256`. */
export function twilioJsonUrl(url: string, body: string | Uint8Array): string {
  return `${url}${url.includes("?") ? "&" : "?"}bodySHA256=${sha256(body).toString("hex")}`;
}
