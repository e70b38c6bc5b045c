/** Checks for `health` of parts that answer in their own way: an issuer's keys, and the inbox. */
import { configFault, onlyKnown, wholeNumber } from "../../kernel/index.js";
import type { HealthCheck } from "./health.js";

/** Where keys come from, such as `remoteKeySet(url)`. */
export interface CheckedKeys<Algorithm extends string> {
  find(
    algorithm: Algorithm,
    keyId: string | undefined,
  ): readonly unknown[] | undefined | PromiseLike<readonly unknown[] | undefined>;
}

/** What is left to do, such as a `postgresInbox`. */
export interface CheckedInbox {
  count(): Promise<{ readonly waiting: number }>;
}

/** When an inbox counts as failing. */
export interface InboxCheckOptions {
  /** How many events may wait before the inbox counts as stuck; any number where nothing is said. */
  readonly maxWaiting?: number;
}

/**
 * Fails while there is no key for `algorithm`: every token would be refused. Keys that are kept while their address does
 * not answer are keys; the source's own cool-down holds, so that probes cannot make it fetch more often.
 *
 * @example
 * health({ checks: { keys: keysCheck(remoteKeySet("https://id.example/.well-known/jwks.json"), "RS256") } });
 */
export function keysCheck<Algorithm extends string>(
  source: CheckedKeys<Algorithm>,
  algorithm: NoInfer<Algorithm>,
): HealthCheck {
  return async () => {
    const found = await source.find(algorithm, undefined);
    if (found === undefined) throw new Error("The keys could not be reached.");
    if (found.length === 0) throw new Error("There is no key of this algorithm.");
  };
}

/**
 * Fails where the inbox cannot be asked, or more waits in it than `maxWaiting`. Processes that share an inbox then turn
 * unready together, and partners hear nothing at all: give a bound only where that is better than to take more.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * health({ checks: { inbox: inboxCheck(postgresInbox({ transaction })) } });
 */
export function inboxCheck(inbox: CheckedInbox, options: InboxCheckOptions = {}): HealthCheck {
  onlyKnown(options, ["maxWaiting"], "inboxCheck");
  if (typeof inbox?.count !== "function") {
    throw configFault("option_invalid", { where: "inboxCheck", fix: "Give an inbox: postgresInbox({ transaction })." });
  }
  const { maxWaiting } = options;
  if (maxWaiting !== undefined) wholeNumber(maxWaiting, "inboxCheck.maxWaiting", { min: 1, max: 1_000_000_000 });
  return async () => {
    const { waiting } = await inbox.count();
    if (maxWaiting !== undefined && waiting > maxWaiting) throw new Error("More waits in the inbox than may.");
  };
}
