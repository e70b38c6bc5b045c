/** How an order is to be paid, and whether it may be paid that way. */
import type { OrderRefusal } from "../../contracts/index.js";
import type { Wish } from "./wish.js";

/** The wish as it goes on. */
export interface Paying {
  readonly wish: Wish;
  readonly paysOnline: boolean;
}

type NotPaying = Extract<OrderRefusal, "prepay_required" | "phone_unproven">;

/** Guests pay later what the place lets them, and where it says so only under a number that was proved. */
export function payingOf(wish: Wish, total: number): Paying | NotPaying {
  const { place, basket, actor, slip, customer } = wish;
  if (total <= 0) return { wish, paysOnline: false };
  if (slip.payment?.mode === "online") return { wish, paysOnline: true };
  if (actor.kind === "staff") return { wish, paysOnline: false };
  if (!place.payLaterTypes.includes(basket.orderType)) return "prepay_required";
  // Whoever sits at a table is seen.
  if (!place.payLaterNeedsPhone || basket.orderType === "dine_in") return { wish, paysOnline: false };
  // An e-mail address costs nothing to make up another of, so that it proves nobody here.
  if (customer === undefined || customer.phone === null) return "phone_unproven";
  // The number that was proved is the one its unpaid orders are counted by, whatever was typed in.
  const contact = { ...slip.contact, phone: customer.phone };
  return { wish: { ...wish, slip: { ...slip, contact } }, paysOnline: false };
}
