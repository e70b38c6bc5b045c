/** What somebody wants to order, where, and on whose word. */
import type { Basket, OrderSlip } from "../../contracts/index.js";
import type { Actor } from "../platform/index.js";
import type { Place } from "./places.store.js";
import type { Seating } from "./tables.store.js";

/** A customer who has signed in, and the number that is proved to be theirs. */
export interface SignedIn {
  readonly id: string;
  /** `null` where they have proved an e-mail address alone. */
  readonly phone: string | null;
}

/** Who orders what, once the quote is opened. */
export interface Wish {
  readonly place: Place;
  readonly basket: Basket;
  /** What was quoted; a different total is refused. */
  readonly quoted: number | undefined;
  readonly slip: Pick<OrderSlip, "contact" | "orderNote" | "allergyNote" | "consentSms" | "language" | "payment">;
  readonly actor: Actor;
  /** Whose order it is, where a customer has signed in. */
  readonly customer?: SignedIn | undefined;
  readonly channel: "web" | "qr" | "staff" | "phone";
  /** Staff seat guests themselves. */
  readonly seating?: Seating | undefined;
  /** Where the table stands. */
  readonly serviceArea?: string | undefined;
  /** Whether the house writes e-mail, so that whoever gives an address is written to. */
  readonly byMail: boolean;
  /** Staff may keep it open before it is sent on. */
  readonly isDraft?: boolean | undefined;
  readonly copiedFrom?: string | undefined;
  readonly requestId: string;
}
