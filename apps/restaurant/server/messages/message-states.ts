/** The states of a text or a call at Twilio, each with its rank: a state only ever gives way to a higher one. */

/** Callbacks may arrive in any order. States of one rank end the message, so the first of them stays. */
const RANKS: Readonly<Record<string, number>> = Object.freeze({
  accepted: 1,
  scheduled: 1,
  queued: 2,
  sending: 3,
  sent: 4,
  delivered: 5,
  undelivered: 5,
  failed: 5,
  canceled: 5,
  read: 6,
  // Those of a call.
  initiated: 2,
  ringing: 3,
  "in-progress": 4,
  completed: 5,
  busy: 5,
  "no-answer": 5,
});

/** The rank of a state, or `undefined` where Twilio has made up a new one. */
export function messageRank(status: string): number | undefined {
  return Object.hasOwn(RANKS, status) ? RANKS[status] : undefined;
}
