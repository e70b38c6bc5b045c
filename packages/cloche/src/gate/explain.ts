/** Explains one request's decision step by step, for whom the gate's owner asks; compiled in only where that is. */
import { isPending, isRefusal } from "../kernel/index.js";
import type { Answer, Passage } from "./decision.js";
import { notes, type TraceStep } from "./explain-notes.js";
import type { ExplainOptions } from "./explain-options.js";
import type { GateParts } from "./parts.js";
import type { Halt, Step } from "./pipeline.js";

/** A step and what it is called; `why` says what it went by, once it has passed. */
export interface NamedStep {
  readonly name: string;
  readonly step: Step;
  readonly why?: ((passage: Passage) => string | undefined) | undefined;
}

/** The steps to run: the very same where nothing is explained. */
export function explainedSteps(
  named: readonly NamedStep[],
  { options: { explain }, mark }: GateParts,
): readonly Step[] {
  if (explain === undefined) return named.map(({ step }) => step);
  const begin: Step = (passage) => {
    if (isAsked(explain, passage)) notes.set(passage, []);
    return undefined;
  };
  return [begin, ...named.map((one) => noted(one, mark))];
}

function isAsked({ when }: ExplainOptions, { route, facts }: Passage): boolean {
  try {
    return when({ route, method: facts.method, address: facts.address }) === true;
  } catch {
    return false;
  }
}

function noted({ name, step, why }: NamedStep, mark: () => number): Step {
  return (passage) => {
    const made = notes.get(passage);
    if (made === undefined) return step(passage);
    const began = mark();
    const watchedBefore = made.length;
    const note = (halt: Halt | undefined): Halt | undefined => {
      const milliseconds = mark() - began;
      // What was only watched is told already; the step has passed because of it.
      if (halt !== undefined || made.length === watchedBefore) {
        made.push({ step: name, ...outcomeOf(halt, why?.(passage)), milliseconds });
      }
      return halt;
    };
    const outcome = step(passage);
    return isPending(outcome) ? Promise.resolve(outcome).then(note) : note(outcome);
  };
}

function outcomeOf(halt: Halt | undefined, why: string | undefined): Omit<TraceStep, "step" | "milliseconds"> {
  if (halt === undefined) return { outcome: "passed", ...(why !== undefined && { why }) };
  if (!isRefusal(halt)) return { outcome: "answered", reason: halt.reason };
  const { refused: code, reason, errors = [], violatedPolicies = [] } = halt;
  // The codes of what does not fit, and never where: a name that nobody declared is the client's own text.
  const codes = [...new Set(errors.map((error) => `${error.in} ${error.code}`))];
  const said = [...codes, ...violatedPolicies, ...(why === undefined ? [] : [why])].join("; ");
  return { outcome: "refused", code, reason, ...(said !== "" && { why: said }) };
}

interface Ender {
  ended(passage: Passage, answer: Pick<Answer, "status" | "outcome" | "reason">): void;
}

/** A teller that ends the explanation, too: the very same where nothing is explained. */
export function explainedTeller<Ends extends Ender>(teller: Ends, explain: ExplainOptions | undefined): Ends {
  if (explain === undefined) return teller;
  return {
    ...teller,
    ended(passage, answer) {
      teller.ended(passage, answer);
      const steps = notes.get(passage);
      if (steps === undefined) return;
      notes.delete(passage);
      const { facts, route, caller } = passage;
      const { status, outcome, reason } = answer;
      const who = caller === undefined ? {} : { callerId: caller.id };
      const because = reason === undefined ? {} : { reason };
      try {
        explain.tell({ requestId: facts.requestId, route, ...who, steps, status, outcome, ...because });
      } catch {
        // Whoever listens must not change how a request ends.
      }
    },
  };
}
