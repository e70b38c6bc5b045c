/** Input in shadow: what does not fit its schema reaches the handler as it was read, and is told. */
import { isPending, isRefusal, type Schema } from "../kernel/index.js";
import type { Contract } from "./contract.js";
import type { Passage } from "./decision.js";
import { type InputOptions, inputSteps } from "./input.js";
import type { Halt, Step } from "./pipeline.js";
import type { Watch } from "./shadow.js";

/**
 * The input steps of a contract. In shadow, only what was read and does not fit is let through: a body that is too large,
 * or in no format that is accepted, cannot be handed to anybody.
 */
export function watchedInput(contract: Contract, options: InputOptions, watch: Watch): readonly Step[] {
  const strict = inputSteps(contract, options);
  if (!watch.layers.includes("input")) return strict;
  const lenient = inputSteps(fittingAll(contract), options);
  return strict.map((step, index) => {
    const again = lenient[index] ?? step;
    const spared = (passage: Passage, halt: Halt | undefined) => {
      if (!isRefusal(halt) || halt.refused !== "validation_failed") return halt;
      if (!watch.spares("input", passage, halt)) return halt;
      return settled(again(passage), (second) => (isMisfit(second) ? undefined : second));
    };
    return (passage) => settled(step(passage), (halt) => spared(passage, halt));
  });
}

type Outcome = ReturnType<Step>;

function settled(outcome: Outcome, then: (halt: Halt | undefined) => Outcome): Outcome {
  return isPending(outcome) ? Promise.resolve(outcome).then(then) : then(outcome);
}

/** A part that cannot be read even so, such as headers without a schema, stays out. */
function isMisfit(halt: Halt | undefined): boolean {
  return isRefusal(halt) && halt.refused === "validation_failed";
}

const ANYTHING: Schema = {
  "~standard": { version: 1, vendor: "cloche", validate: (value: unknown) => ({ value }) },
};

/** The same contract with schemas that everything fits; without its own, which headers are read would be unknown. */
function fittingAll(contract: Contract): Contract {
  const { params, query, cookies, body } = contract;
  return {
    ...contract,
    ...(params && { params: ANYTHING }),
    ...(query && { query: ANYTHING }),
    ...(cookies && { cookies: ANYTHING }),
    ...(body && { body: ANYTHING }),
  } as Contract;
}
