/** Counts open streams: so many per caller, place and process, so that no screen gone wild starves the others. */

/** The most streams at once. */
export interface StreamLimits {
  readonly perCaller: number;
  readonly perLocation: number;
  readonly perProcess: number;
}

export const STREAM_LIMITS: StreamLimits = { perCaller: 4, perLocation: 200, perProcess: 1000 };

/** Takes a slot; the answer gives it back, and is `undefined` where there is none. */
export type TakeSlot = (stream: { readonly callerId: string; readonly locationId: string }) => (() => void) | undefined;

/** Makes the counter. */
export function streamSlots(limits: StreamLimits = STREAM_LIMITS): TakeSlot {
  const open = new Map<string, number>();
  return ({ callerId, locationId }) => {
    const counted = [
      { key: "process", most: limits.perProcess },
      { key: `location ${locationId}`, most: limits.perLocation },
      { key: `caller ${callerId}`, most: limits.perCaller },
    ];
    if (counted.some(({ key, most }) => (open.get(key) ?? 0) >= most)) return undefined;
    for (const { key } of counted) open.set(key, (open.get(key) ?? 0) + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      for (const { key } of counted) {
        const left = (open.get(key) ?? 1) - 1;
        if (left === 0) open.delete(key);
        else open.set(key, left);
      }
    };
  };
}
