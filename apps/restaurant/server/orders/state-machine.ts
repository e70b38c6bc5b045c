/** Turns a list of transitions into a state machine, and refuses to start with one that cannot work. */

/** What a machine is made of. */
export interface MachineParts<State extends string> {
  /** What has the states, for messages. */
  readonly name: string;
  readonly states: readonly State[];
  /** The states in which something may begin. */
  readonly initial: readonly State[];
  /** The states in which it ends for good. */
  readonly terminal: readonly State[];
  readonly transitions: readonly (readonly [from: State, to: State])[];
}

/** A checked machine. */
export interface Machine<State extends string> {
  /** Whether `to` may follow `from`. */
  allows(from: State, to: State): boolean;
  /** Whether nothing may follow `state`. */
  isTerminal(state: State): boolean;
  readonly transitions: readonly (readonly [from: State, to: State])[];
}

/**
 * Checks the parts and makes the machine.
 *
 * @throws Error where a transition names an unknown state, is listed twice, leaves a terminal state, where a state that
 * is not terminal has no way out, or where no initial state leads to a state
 * @example
 * const light = machine({
 *   name: "light",
 *   states: ["red", "green"],
 *   initial: ["red"],
 *   terminal: [],
 *   transitions: [["red", "green"], ["green", "red"]],
 * });
 */
export function machine<State extends string>(parts: MachineParts<State>): Machine<State> {
  const fault = faultOf(parts);
  if (fault !== undefined) throw new Error(`The state machine of the ${parts.name} cannot work: ${fault}`);
  const known = new Set(parts.transitions.map(edgeName));
  const ends = new Set<string>(parts.terminal);
  return Object.freeze({
    allows: (from: State, to: State) => known.has(edgeName([from, to])),
    isTerminal: (state: State) => ends.has(state),
    transitions: Object.freeze([...parts.transitions]),
  });
}

const edgeName = ([from, to]: readonly [string, string]): string => `${from} -> ${to}`;

function faultOf(parts: MachineParts<string>): string | undefined {
  return unknownState(parts) ?? doubledEdge(parts) ?? wrongEnd(parts) ?? unreachable(parts);
}

function unknownState({ states, initial, terminal, transitions }: MachineParts<string>): string | undefined {
  const stray = [...initial, ...terminal, ...transitions.flat()].find((state) => !states.includes(state));
  return stray === undefined ? undefined : `"${stray}" is not one of its states.`;
}

function doubledEdge({ transitions }: MachineParts<string>): string | undefined {
  const names = transitions.map(edgeName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : `${twice} is listed twice.`;
}

function wrongEnd({ states, terminal, transitions }: MachineParts<string>): string | undefined {
  const left = new Set(transitions.map(([from]) => from));
  const leaving = terminal.find((state) => left.has(state));
  if (leaving !== undefined) return `"${leaving}" is terminal and yet left.`;
  const stuck = states.find((state) => !left.has(state) && !terminal.includes(state));
  return stuck === undefined ? undefined : `"${stuck}" has no way out and is not terminal.`;
}

function unreachable({ states, initial, transitions }: MachineParts<string>): string | undefined {
  const reached = new Set(initial);
  for (const state of reached) {
    for (const [from, to] of transitions) if (from === state) reached.add(to);
  }
  const lost = states.find((state) => !reached.has(state));
  return lost === undefined ? undefined : `nothing leads to "${lost}".`;
}
