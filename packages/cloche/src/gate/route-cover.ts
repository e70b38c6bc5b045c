/** Finds the header cover of a contract: one of the gate's by its name, or one that differs from it for this route. */
import { ConfigError, configFault, nonEmptyText } from "../kernel/index.js";
import { type Cover, type CoverOverrides, cover, coverWith } from "../layers/headers/index.js";

/** A cover that differs from another of the gate's in a few things. */
export interface CoverChange extends CoverOverrides {
  /** The name of the other. */
  readonly like: string;
}

/** What a contract says of its cover. */
export type CoverChoice = string | CoverChange;

type Covers = Readonly<Record<string, Cover>>;

/** The covers of a gate by name; those that everybody has, and its own. */
export function gateCovers({ covers }: { readonly covers?: Covers }): Covers {
  return { ...standard(), ...covers };
}

function standard(): Record<string, Cover> {
  return Object.fromEntries((["api", "page", "mixed"] as const).map((preset) => [preset, cover({ preset })]));
}

/**
 * Refuses a choice that no gate could read; what differs is read with the cover it is laid over.
 *
 * @throws ConfigError `option_invalid`
 */
export function checkCover(choice: CoverChoice | undefined, where: string): void {
  if (choice === undefined) return;
  nonEmptyText(typeof choice === "object" && choice !== null ? choice.like : choice, where);
}

/**
 * The cover that a contract chose; `api` unless it says otherwise.
 *
 * @param route The contract's name, for faults.
 * @throws ConfigError `option_invalid` where the gate has none of that name, or what `coverWith` throws
 */
export function chosenCover(choice: CoverChoice = "api", covers: Covers, route: string): Cover {
  const base = Object.hasOwn(covers, nameOf(choice)) ? covers[nameOf(choice)] : undefined;
  if (base === undefined) {
    const known = Object.keys(covers).join(", ");
    throw configFault("option_invalid", { where: `${route} cover`, fix: `Known are: ${known}.` });
  }
  if (typeof choice === "string") return base;
  const { like: _, ...overrides } = choice;
  try {
    return coverWith(base, overrides);
  } catch (fault) {
    if (!(fault instanceof ConfigError)) throw fault;
    throw configFault(fault.code, { where: `${route} ${fault.where}`, fix: fault.fix });
  }
}

/** The name of the cover that a choice is, or is like. */
export function nameOf(choice: CoverChoice): string {
  return typeof choice === "string" ? choice : choice.like;
}
