/** What a limit can answer while its store is away. */

/**
 * `deny` refuses (the gate answers 503); `allow` lets everything through uncounted; `local` counts in this process
 * against its share of each quota.
 */
export const WHEN_AWAY = Object.freeze(["deny", "allow", "local"] as const);

/** One of the answers. */
export type WhenAway = (typeof WHEN_AWAY)[number];
