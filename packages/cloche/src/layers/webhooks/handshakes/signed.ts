/** Handshakes that come as signed deliveries: call them with a verified payload only. */
import { createSecretKey } from "node:crypto";
import { asObject, member } from "../body-json.js";
import type { HandshakeAnswer } from "../partner.js";
import { hmacDigest } from "../signing-key.js";
import { challengeIn, jsonAnswer, textAnswer } from "./answer.js";

/** Answers Slack's `url_verification`; `undefined` for any other event. */
export function slackHandshake(payload: unknown): HandshakeAnswer | undefined {
  const body = asObject(payload);
  if (member(body, "type") !== "url_verification") return undefined;
  const challenge = challengeIn(body, "challenge");
  return challenge === undefined ? undefined : jsonAnswer({ challenge });
}

/** Answers Discord's PING, interaction type 1; `undefined` for any other interaction. */
export function discordHandshake(payload: unknown): HandshakeAnswer | undefined {
  return member(asObject(payload), "type") === 1 ? jsonAnswer({ type: 1 }) : undefined;
}

/** Answers Twitch's `webhook_callback_verification`; `undefined` for any other message. */
export function twitchHandshake(payload: unknown): HandshakeAnswer | undefined {
  const body = asObject(payload);
  const pending = member(asObject(member(body, "subscription")), "status") === "webhook_callback_verification_pending";
  const challenge = pending ? challengeIn(body, "challenge") : undefined;
  return challenge === undefined ? undefined : textAnswer(challenge);
}

/** Answers Zoom's `endpoint.url_validation` by signing its token with the current secret; `undefined` otherwise. */
export function zoomHandshake(payload: unknown, secret: string): HandshakeAnswer | undefined {
  const body = asObject(payload);
  if (member(body, "event") !== "endpoint.url_validation") return undefined;
  const plainToken = challengeIn(asObject(member(body, "payload")), "plainToken");
  if (plainToken === undefined) return undefined;
  const key = createSecretKey(Buffer.from(secret, "utf8"));
  return jsonAnswer({ plainToken, encryptedToken: hmacDigest("sha256", key, [plainToken]).toString("hex") });
}
