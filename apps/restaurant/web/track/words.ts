/** What an order's states are called to the guest who ordered it. */
import type { TrackedOrder } from "../../contracts/index.js";

/** A step on an order's way. */
export interface Step {
  readonly name: string;
  readonly states: readonly string[];
  /** When it was reached. */
  readonly at: (order: Pick<TrackedOrder, "placedAt" | "times">) => string | null;
}

type Times = keyof TrackedOrder["times"];

const at =
  (name: Times): Step["at"] =>
  ({ times }) =>
    times[name];
const RECEIVED: Step = { name: "Received", states: ["placed", "accepted"], at: ({ placedAt }) => placedAt };
const PREPARING: Step = { name: "Preparing", states: ["preparing"], at: at("preparing") };
const ready = (name: string): Step => ({ name, states: ["ready"], at: at("ready") });
const completed = (name: string): Step => ({ name, states: ["completed"], at: at("completed") });

const WAYS: Readonly<Record<TrackedOrder["orderType"], readonly Step[]>> = {
  pickup: [RECEIVED, PREPARING, ready("Ready"), completed("Picked up")],
  dine_in: [RECEIVED, PREPARING, ready("Ready"), completed("Served")],
  delivery: [
    RECEIVED,
    PREPARING,
    { ...ready("On its way"), states: ["ready", "out_for_delivery"] },
    completed("Delivered"),
  ],
};

/** The steps an order of this kind goes through. */
export function stepsOf({ orderType }: Pick<TrackedOrder, "orderType">): readonly Step[] {
  return WAYS[orderType];
}

/** What is said where the order is on none of its steps. */
export function endWords({ state, paymentState }: TrackedOrder): string {
  const back = paymentState === "unpaid" ? "" : " Your money goes back by itself; banks take some days.";
  const ends: Readonly<Record<string, string>> = {
    pending_payment: "This order waits for your payment. The kitchen begins once it has arrived.",
    rejected: `The restaurant could not take this order.${back}`,
    cancelled: `This order is cancelled.${back}`,
    expired: `This order was not paid in time and has ended.${back}`,
  };
  return ends[state] ?? `This order is ${state.replaceAll("_", " ")}.`;
}

/** What is said of the money, and whether that is good news. */
export function paymentWords({ state, paymentState, orderType, attempt }: TrackedOrder): string {
  const later = orderType === "delivery" ? "You can pay at the door." : "You can pay at the counter.";
  const words: Readonly<Record<TrackedOrder["paymentState"], string>> = {
    unpaid: `${attempt === "failed" ? "Your payment did not go through. " : ""}Not paid yet.${state === "pending_payment" ? "" : ` ${later}`}`,
    authorized: "Your payment is reserved.",
    paid: "Paid. Thank you!",
    partially_refunded: "Paid; a part of it was given back.",
    refunded: "Your money was given back.",
  };
  return words[paymentState];
}

const MINUTE = 60_000;

/** How long it still takes, as a guest would say it. */
export function etaWords(promisedAt: string, now: number): string {
  const minutes = Math.ceil((Date.parse(promisedAt) - now) / MINUTE);
  if (minutes <= 0) return "any moment now";
  if (minutes > 90) return "";
  return minutes === 1 ? "in about a minute" : `in about ${minutes} minutes`;
}
