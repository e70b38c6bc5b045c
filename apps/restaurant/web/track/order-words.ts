/** What an order's states are called to the guest who ordered it. */
import type { TrackedOrder } from "../../contracts/index.js";
import { words as shared } from "../shared/words/index.js";
import { words } from "./words/index.js";

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
const RECEIVED: Step = { name: words.steps.received, states: ["placed", "accepted"], at: ({ placedAt }) => placedAt };
const PREPARING: Step = { name: words.steps.preparing, states: ["preparing"], at: at("preparing") };
const ready = (name: string): Step => ({ name, states: ["ready"], at: at("ready") });
const completed = (name: string): Step => ({ name, states: ["completed"], at: at("completed") });

const WAYS: Readonly<Record<TrackedOrder["orderType"], readonly Step[]>> = {
  pickup: [RECEIVED, PREPARING, ready(words.steps.ready), completed(words.steps.pickedUp)],
  dine_in: [RECEIVED, PREPARING, ready(words.steps.ready), completed(words.steps.served)],
  delivery: [
    RECEIVED,
    PREPARING,
    { ...ready(words.steps.onItsWay), states: ["ready", "out_for_delivery"] },
    completed(words.steps.delivered),
  ],
};

/** The steps an order of this kind goes through. */
export function stepsOf({ orderType }: Pick<TrackedOrder, "orderType">): readonly Step[] {
  return WAYS[orderType];
}

/** What is said where the order is on none of its steps. */
export function endWords({ state, paymentState }: TrackedOrder): string {
  const known = entry(words.ends, state) ?? words.ended(entry(shared.states, state) ?? state);
  return paymentState === "unpaid" ? known : `${known} ${words.moneyBack}`;
}

function entry(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What is said of the money, and whether that is good news. */
export function paymentWords({ state, paymentState, orderType, attempt }: TrackedOrder): string {
  const { payment } = words;
  if (paymentState !== "unpaid") return payment[paymentState];
  const later = orderType === "delivery" ? payment.atDoor : payment.atCounter;
  const said = [attempt === "failed" ? payment.failed : "", payment.unpaid, state === "pending_payment" ? "" : later];
  return said.filter((one) => one !== "").join(" ");
}

const MINUTE = 60_000;
const FEW_MINUTES = 90;

/** How long it still takes, as a guest would say it. */
export function etaWords(promisedAt: string, now: number): string {
  const minutes = Math.ceil((Date.parse(promisedAt) - now) / MINUTE);
  if (minutes <= 0) return words.anyMoment;
  return minutes > FEW_MINUTES ? "" : words.inMinutes(minutes);
}
