/** Tells of requests whose input resembles an attack, and refuses them where the contract says so. */
import { configFault, type Refusal, refuse } from "../kernel/index.js";
import { networkOf } from "../layers/observe/index.js";
import type { Contract } from "./contract.js";
import type { Passage } from "./decision.js";
import type { GateParts } from "./parts.js";
import type { Step } from "./pipeline.js";
import type { FindSigns } from "./signs.js";

const PARTS = ["params", "query", "body"] as const;
const REFUSED: Refusal = Object.freeze(refuse("validation_failed", { reason: "attack_signs" }));
/** What could not be looked at is told of, and no less refused. */
const UNREADABLE: readonly string[] = Object.freeze(["unreadable"]);

/**
 * The step that looks at the checked input. Each sign is told as `input.suspicious`, with its name and the part of the
 * request it was in, and never with the input.
 *
 * @throws ConfigError `contract_contradiction` where the gate was given nothing to look with
 */
export function signsSteps({ name, from, signs }: Contract, parts: GateParts): readonly Step[] {
  const { signs: find } = parts.options;
  if (find === undefined && (signs === "report" || signs === "refuse")) {
    throw configFault("contract_contradiction", {
      where: `${name} signs`,
      fix: "Give createGate({ signs: attackSigns }) what to look with.",
    });
  }
  if (find === undefined || from !== undefined || signs === "ignore") return [];
  return [
    (passage) => {
      let found = false;
      for (const part of PARTS) {
        for (const sign of signsIn(passage[part], find)) {
          found = true;
          tell(parts, passage, { sign, part });
        }
      }
      return found && signs === "refuse" ? REFUSED : undefined;
    },
  ];
}

function signsIn(value: unknown, find: FindSigns): readonly string[] {
  if (value === undefined) return [];
  try {
    return find(value);
  } catch {
    return UNREADABLE;
  }
}

function tell({ emit, clock }: GateParts, passage: Passage, { sign, part }: { sign: string; part: string }): void {
  const { facts, route, caller } = passage;
  const network = networkOf(facts.address);
  emit({
    name: "input.suspicious",
    at: clock.now(),
    route,
    requestId: facts.requestId,
    ...(caller === undefined ? {} : { callerId: caller.id }),
    ...(network === undefined ? {} : { network }),
    reason: sign,
    subject: part,
  });
}
