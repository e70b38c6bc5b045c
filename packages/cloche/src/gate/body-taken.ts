/** The answer to a request whose bytes something else has read before the gate could. */
import { refuse } from "../kernel/index.js";

/** Told to the caller as well: it holds nothing of the request, and a developer meets it at the first delivery. */
export const BODY_TAKEN = Object.freeze(
  refuse("internal_error", {
    reason: "body_already_read",
    detail:
      "Another parser took the body before it could be checked. Leave that parser out, or register it behind this route.",
  }),
);
