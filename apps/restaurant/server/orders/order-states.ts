/** The life of an order: which state may follow which. The database holds the same list and guards it by trigger. */
import { ORDER_STATES } from "../../contracts/index.js";
import { machine } from "./state-machine.js";

/** A state of an order. */
export type OrderState = (typeof ORDER_STATES)[number];

/** The order's machine; checked when this file is loaded, so a mistake in it stops the start. */
export const orderMachine = machine<OrderState>({
  name: "order",
  states: ORDER_STATES,
  initial: ["draft"],
  terminal: ["completed", "rejected", "expired", "cancelled"],
  transitions: [
    ["draft", "pending_payment"],
    ["draft", "placed"],
    ["draft", "cancelled"],
    ["pending_payment", "placed"],
    ["pending_payment", "expired"],
    ["pending_payment", "cancelled"],
    ["placed", "accepted"],
    ["placed", "rejected"],
    ["placed", "cancelled"],
    ["accepted", "preparing"],
    ["accepted", "cancelled"],
    ["preparing", "ready"],
    ["preparing", "cancelled"],
    // Recalled from the pass.
    ["ready", "preparing"],
    ["ready", "out_for_delivery"],
    ["ready", "completed"],
    ["ready", "cancelled"],
    ["out_for_delivery", "completed"],
    ["out_for_delivery", "cancelled"],
  ],
});

/** The moment each state stamps on the order the first time, where it stamps one. */
export const STAMPS = Object.freeze({
  placed: "placed_at",
  accepted: "accepted_at",
  preparing: "fired_at",
  ready: "ready_at",
  completed: "completed_at",
} as const);
