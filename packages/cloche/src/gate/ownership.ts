/** Step 7: asks who owns the object the path names, where the rule could not be decided without it. */
import { type Caller, type Clock, type Refusal, refuse } from "../kernel/index.js";
import { type CallerRule, ownerRules, refusesCaller } from "./allow.js";
import type { Passage } from "./decision.js";
import type { Step } from "./pipeline.js";

/**
 * Whether the caller owns the object with this id. Where there is no such object the answer is `false`, so that both
 * cases are told the same. A rejection is answered 503; nobody passes.
 */
export type Owns = (request: {
  readonly id: string;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
}) => boolean | Promise<boolean>;

/** The step of one contract's rule; `owners` has a look-up for every object the rule names (checked at start). */
export function ownershipStep(rule: CallerRule, owners: Readonly<Record<string, Owns>>, clock: Clock): Step {
  const asked = ownerRules(rule);
  return async ({ facts, caller }: Passage): Promise<Refusal | undefined> => {
    if (caller === undefined) return refuse("forbidden", { reason: "not_owner" });
    const { params } = facts;
    if (refusesCaller(rule, caller, { params, now: clock.now() }) === undefined) return undefined;
    try {
      const answers = await Promise.all(
        asked.map(async ({ of, parameter }) => owners[of]?.({ id: params[parameter] ?? "", caller, params })),
      );
      const owns = new Map(asked.map((one, index) => [one, answers[index] === true]));
      const judged = refusesCaller(rule, caller, { params, now: clock.now(), owns });
      return judged === "later" ? refuse("forbidden", { reason: "not_owner" }) : judged;
    } catch {
      return refuse("store_unavailable", { reason: "owner_unknown" });
    }
  };
}
