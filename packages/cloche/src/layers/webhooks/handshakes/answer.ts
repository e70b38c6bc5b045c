/** The few forms in which a partner wants its own words back. */

import type { JsonObject } from "../body-json.js";
import { textMember } from "../body-json.js";
import type { HandshakeAnswer } from "../partner.js";

// What is sent back is what somebody else wrote: letters, digits and few signs, so that no reader takes it for markup.
const CHALLENGE = /^[A-Za-z0-9._~+/=-]{1,512}$/;

/** A challenge in a member of the payload. */
export function challengeIn(payload: JsonObject | undefined, name: string): string | undefined {
  return textMember(payload, name, CHALLENGE);
}

/** Whether a text may be sent back. */
export function isChallenge(text: string): boolean {
  return CHALLENGE.test(text);
}

/** An answer in JSON. */
export function jsonAnswer(value: Readonly<Record<string, string | number>>): HandshakeAnswer {
  return Object.freeze({ status: 200, contentType: "application/json", body: JSON.stringify(value) });
}

/** An answer in plain text. */
export function textAnswer(body: string): HandshakeAnswer {
  return Object.freeze({ status: 200, contentType: "text/plain", body });
}
