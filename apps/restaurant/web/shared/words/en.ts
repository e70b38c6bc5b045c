/** What several pages say, in English. */

/** What a field's fault is called by its code, with the number in the server's own words; those are used as they are. */
const faults: Readonly<Record<string, (limit: string) => string>> = {};

export const words = {
  language: "Language",
  close: "Close",
  wentWrong: "Something went wrong. Please try again.",
  pieces: (quantity: number, name: string) => `${quantity} x ${name}`,
  /** What a device is called in a list of sessions. */
  device: (browser: string | undefined, system: string | undefined) =>
    [browser ?? "A browser", system].filter(Boolean).join(" on "),
  states: {
    draft: "being taken",
    pending_payment: "waiting for payment",
    placed: "received",
    accepted: "accepted",
    preparing: "being prepared",
    ready: "ready",
    out_for_delivery: "on its way",
    completed: "handed over",
    rejected: "not taken",
    expired: "expired",
    cancelled: "cancelled",
  },
  /** Why the API has refused, by its stable code; a page's own words come before these. */
  refusals: {
    offline: "The restaurant cannot be reached right now.",
    unreadable: "The answer could not be read.",
    session_ended: "The session has ended; sign in again.",
    validation_failed: "Something in it does not fit.",
    malformed_body: "It could not be read.",
    request_malformed: "It could not be read.",
    idempotency_missing: "Something went wrong. Please load the page anew.",
    idempotency_running: "It is being sent already. One moment.",
    idempotency_mismatch: "Something went wrong. Please load the page anew.",
    unauthenticated: "Please sign in.",
    token_invalid: "The session has ended; sign in again.",
    step_up_required: "Please prove once more that it is you.",
    forbidden: "You may not do this.",
    insufficient_scope: "You may not do this.",
    cross_site_refused: "This page may not do that. Please load it anew.",
    not_found: "This is not here (any more).",
    request_timeout: "That took too long. Please try again.",
    body_too_large: "This is too large.",
    unsupported_media_type: "This kind of file is not taken.",
    rate_limited: "That was too often. Please wait a while.",
    internal_error: "Something went wrong on our side. Please try again.",
    store_unavailable: "Something is out of order on our side. Please try again in a moment.",
  },
  faults,
};

export type SharedWords = typeof words;
