/** What became of one attempt to send. */
import type { DestinationFault } from "./destination.js";
import type { PostFault } from "./post.js";

/** How an attempt ended. */
export interface SendOutcome {
  /**
   * `delivered`: 2xx. `disabled`: 410, the endpoint wants no more. `refused`: it may not be called, so trying again
   * changes nothing. `failed`: anything else.
   */
  readonly outcome: "delivered" | "disabled" | "refused" | "failed";
  /** The stable code of what went wrong; `answered` where the status tells it. */
  readonly reason: "answered" | "redirected" | DestinationFault | PostFault;
  readonly status?: number;
  /** What the endpoint asked for by `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number;
}
