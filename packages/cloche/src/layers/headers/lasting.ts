/** Reads how long a header lasts. */
import { configFault, type Duration, seconds } from "../../kernel/index.js";

/**
 * @returns Whole seconds.
 * @throws ConfigError `option_invalid` where it is neither a number nor a text, `duration_unreadable` where it is no time
 */
export function lasting(duration: Duration, where: string): number {
  if (typeof duration === "number" || typeof duration === "string") return seconds(duration, where);
  throw configFault("option_invalid", { where, fix: 'Give whole seconds, or a text such as "365 days".' });
}
