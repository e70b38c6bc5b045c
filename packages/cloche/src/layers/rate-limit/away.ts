/** What is answered, policy by policy, while the store is away. */
import { localShare } from "./local-share.js";
import { noSlots, type SlotAsk, type Slots, type SlotVerdict } from "./slots.js";
import type { Ask, Told, Verdict } from "./step.js";
import type { WhenAway } from "./when-away.js";

/** Answers in the store's place. */
export interface Away {
  take(asks: readonly Ask[], now: number): readonly Verdict[];
  acquire(asks: readonly SlotAsk[], now: number): Slots;
  forget(key: string): void;
}

/** What was declared for the store. */
export interface AwayOptions {
  readonly whenAway: WhenAway;
  /** How many processes share the quotas, where that is known. */
  readonly processes: number | undefined;
}

const DENIED_FOR_SECONDS = 5;

/** Answers by each policy's own `whenAway`, or by the store's where the policy has none. */
export function away({ whenAway, processes }: AwayOptions): Away {
  const local = processes === undefined ? undefined : localShare(processes);
  const modeOf = (policy: { readonly whenAway?: WhenAway }): WhenAway => {
    const mode = policy.whenAway ?? whenAway;
    // A share of an unknown number is none.
    return mode === "local" && local === undefined ? "deny" : mode;
  };
  return {
    take(asks, now) {
      const modes = asks.map(({ policy }) => modeOf(policy));
      const denies = asks.some(({ policy }, at) => modes[at] === "deny" && !policy.shadow);
      const counted = countedHere(asks, modes, denies);
      const shares = counted.length === 0 ? [] : (local?.take(counted, now) ?? []);
      return inOrder(asks, { modes, shares, otherwise: unasked });
    },
    acquire(asks, now) {
      const modes = asks.map(({ policy }) => modeOf(policy));
      const denied = asks.some(({ policy }, at) => modes[at] === "deny" && !policy.shadow);
      const here = denied ? [] : asks.filter((_ask, at) => modes[at] === "local");
      const slots = here.length === 0 ? undefined : local?.acquire(here, now);
      const verdicts = inOrder(asks, { modes, shares: slots?.verdicts ?? [], otherwise: unaskedSlot });
      return slots === undefined ? noSlots(verdicts) : { ...slots, verdicts };
    },
    forget: (key) => local?.forget(key),
  };
}

function countedHere(asks: readonly Ask[], modes: readonly WhenAway[], denies: boolean): readonly Ask[] {
  const here = asks.filter((_ask, at) => modes[at] === "local");
  return denies ? here.map((ask) => ({ ...ask, cost: 0 })) : here;
}

interface Answers<Answer extends Told> {
  readonly modes: readonly WhenAway[];
  /** The local share's answers, one for each ask in that mode. */
  readonly shares: readonly Answer[];
  readonly otherwise: (policy: Answer["policy"], mode: "deny" | "allow") => Answer;
}

/** The verdicts in the order of the asks. */
function inOrder<Answer extends Told>(
  asks: readonly { readonly policy: Answer["policy"] }[],
  { modes, shares, otherwise }: Answers<Answer>,
): readonly Answer[] {
  let next = 0;
  return asks.map(({ policy }, at) => {
    const mode = modes[at];
    const share = mode === "local" ? shares[next++] : undefined;
    return share ?? otherwise(policy, mode === "allow" ? "allow" : "deny");
  });
}

function unasked(policy: Verdict["policy"], mode: "deny" | "allow"): Verdict {
  const seconds = mode === "allow" ? policy.windowSeconds : DENIED_FOR_SECONDS;
  return {
    ...answer(mode, policy.shadow),
    policy,
    remaining: mode === "allow" ? policy.quota : 0,
    resetSeconds: seconds,
  };
}

function unaskedSlot(policy: SlotVerdict["policy"], mode: "deny" | "allow"): SlotVerdict {
  return { ...answer(mode, policy.shadow), policy, remaining: mode === "allow" ? policy.atOnce : 0 };
}

function answer(mode: "deny" | "allow", shadow: boolean): Pick<Told, "allowed" | "retryAfterSeconds" | "storeAway"> {
  if (mode === "allow") return { allowed: true, retryAfterSeconds: 0, storeAway: true };
  const denied = { retryAfterSeconds: DENIED_FOR_SECONDS, storeAway: true } as const;
  return shadow ? { ...denied, allowed: true, ...WATCHED } : { ...denied, allowed: false };
}

const WATCHED = Object.freeze({ shadow: true } as const);
