/**
 * The path of `promtool`, unpacked from Debian's package where we are root on Debian; `undefined` where there is none to
 * be had, so that a test can say so and stand aside.
 */
export function findPromtool(): string | undefined;
