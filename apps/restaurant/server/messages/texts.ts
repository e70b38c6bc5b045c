/** What guests are texted and places are told on the phone: plain words, no link, nothing a guest wrote. */
import { forSms, forTwiml } from "cloche/sanitize";

/** What a guest may be told. */
export type GuestNews = keyof typeof TEXTS;

/** What is known when a text is made. */
export interface Told {
  readonly place: string;
  readonly number: number;
}

const TEXTS = Object.freeze({
  accepted: ({ place, number }: Told) => `${place}: your order ${hash(number)} is accepted.`,
  ready: ({ place, number }: Told) => `${place}: your order ${hash(number)} is ready.`,
  out_for_delivery: ({ place, number }: Told) => `${place}: your order ${hash(number)} is on its way.`,
  cancelled: ({ place, number }: Told) => `${place}: your order ${hash(number)} is cancelled.`,
  rejected: ({ place, number }: Told) => `${place}: sorry, your order ${hash(number)} could not be taken.`,
  promise_changed: ({ place, number }: Told) => `${place}: your order ${hash(number)} has another time; see its page.`,
  refunded: ({ place, number }: Told) => `${place}: your payment for order ${hash(number)} is being sent back.`,
});

const CALLS = Object.freeze({
  order_waiting: ({ number }: Told) => `Order number ${number} is waiting to be accepted.`,
  ticket_unseen: ({ number }: Told) => `Nobody has seen the ticket of order number ${number}.`,
});

/** What a place may be called about. */
export type PlaceNews = keyof typeof CALLS;

/** The text for a guest, in one line. */
export function guestText(news: GuestNews, told: Told): string {
  return forSms(TEXTS[news](told)).replaceAll("\n", " ");
}

/** The text with a code to sign in by, in one line. */
export function codeText({ place, code }: { readonly place: string; readonly code: string }): string {
  const words = `${code} is your code for ${place}, for ten minutes. Give it to nobody: we never ask for it.`;
  return forSms(words).replaceAll("\n", " ");
}

/** The call for a place, as TwiML. */
export function placeCall(news: PlaceNews, told: Told): string {
  const words = forTwiml(CALLS[news](told));
  return `<Response><Say>${words}</Say><Pause length="1"/><Say>${words}</Say></Response>`;
}

function hash(number: number): string {
  return `#${String(number).padStart(3, "0")}`;
}
