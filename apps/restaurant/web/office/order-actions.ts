/** What may be done with an order in which state, as a table; the server decides, and is asked for no more than this. */
import type { StaffOrder } from "../../contracts/index.js";
import { isChief, type Person } from "./person.js";
import { words } from "./words/index.js";

/** Something that is done to an order. */
export interface Action {
  /** The last part of its route. */
  readonly verb: "send" | "accept" | "reject" | "cancel" | "handover" | "dispatch" | "deliver" | "copy" | "fire";
  readonly name: string;
  /** Whether somebody has to say why. */
  readonly asksReason?: true;
  /** Whether the server says no where the order is not paid, unless somebody says why that is so. */
  readonly asksWhenUnpaid?: true;
  readonly fits: (order: StaffOrder, person: Pick<Person, "role">) => boolean;
}

const CASHIER_CANCELS: readonly string[] = ["draft", "pending_payment", "placed", "accepted"];
const OVER: readonly string[] = ["completed", "rejected", "expired", "cancelled"];

const NAMES = words.orders.actions;

const ACTIONS: readonly Action[] = [
  { verb: "send", name: NAMES.send, fits: ({ state }) => state === "draft" },
  { verb: "accept", name: NAMES.accept, fits: ({ state }) => state === "placed" },
  { verb: "fire", name: NAMES.fire, fits: isOnHold },
  {
    verb: "handover",
    name: NAMES.handover,
    asksWhenUnpaid: true,
    fits: ({ state, orderType }) => state === "ready" && orderType !== "delivery",
  },
  {
    verb: "dispatch",
    name: NAMES.dispatch,
    fits: ({ state, orderType }) => state === "ready" && orderType === "delivery",
  },
  { verb: "deliver", name: NAMES.deliver, asksWhenUnpaid: true, fits: ({ state }) => state === "out_for_delivery" },
  { verb: "copy", name: NAMES.copy, fits: ({ state }) => OVER.includes(state) },
  { verb: "reject", name: NAMES.reject, asksReason: true, fits: ({ state }) => state === "placed" },
  {
    verb: "cancel",
    name: NAMES.cancel,
    asksReason: true,
    fits: ({ state }, person) => !OVER.includes(state) && (isChief(person) || CASHIER_CANCELS.includes(state)),
  },
];

function isOnHold({ state, lines }: StaffOrder): boolean {
  return (
    (state === "accepted" || state === "preparing") && lines.some(({ hold, voidedAt }) => hold && voidedAt === null)
  );
}

const GROWING: readonly string[] = ["draft", "placed", "accepted", "preparing"];

/** What somebody may do with an order now; a courier hands over, and nothing else. */
export function actionsFor(order: StaffOrder, person: Pick<Person, "role">): readonly Action[] {
  const mine = person.role === "courier" ? ACTIONS.filter(({ verb }) => verb === "deliver") : ACTIONS;
  return mine.filter(({ fits }) => fits(order, person));
}

/** Whether dishes can still be added. */
export function isGrowing({ state }: Pick<StaffOrder, "state">): boolean {
  return GROWING.includes(state);
}

/** Whether nothing more happens to it. */
export function isOver({ state }: Pick<StaffOrder, "state">): boolean {
  return OVER.includes(state);
}
