/** The order's machine: it starts only when it can work, and lets nothing through that is not in its table. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ORDER_STATES } from "../../contracts/index.js";
import { orderMachine } from "./order-states.js";
import { type MachineParts, machine } from "./state-machine.js";

const LIGHT: MachineParts<string> = {
  name: "light",
  states: ["red", "green", "broken"],
  initial: ["red"],
  terminal: ["broken"],
  transitions: [
    ["red", "green"],
    ["green", "red"],
    ["green", "broken"],
  ],
};

describe("a machine that cannot work stops the start", () => {
  it.each<[string, Partial<MachineParts<string>>]>([
    ["is not one of its states", { transitions: [...LIGHT.transitions, ["red", "blue"]] }],
    ["is not one of its states", { initial: ["blue"] }],
    ["listed twice", { transitions: [...LIGHT.transitions, ["red", "green"]] }],
    ["is terminal and yet left", { terminal: ["broken", "green"] }],
    ["has no way out", { states: [...LIGHT.states, "stuck"], transitions: [...LIGHT.transitions, ["red", "stuck"]] }],
    ["nothing leads to", { states: [...LIGHT.states, "lost"], terminal: ["broken", "lost"] }],
  ])("%s", (message, wrong) => {
    expect(() => machine({ ...LIGHT, ...wrong })).toThrow(message);
  });

  it("starts one that can", () => {
    expect(machine(LIGHT).allows("red", "green")).toBe(true);
  });
});

describe("the order's machine", () => {
  it("allows exactly the pairs of its table", () => {
    const listed = new Set(orderMachine.transitions.map((pair) => pair.join()));
    for (const from of ORDER_STATES) {
      for (const to of ORDER_STATES) expect(orderMachine.allows(from, to)).toBe(listed.has([from, to].join()));
    }
  });

  it("never leaves an order that has ended, whatever is tried", () => {
    const state = fc.constantFrom(...ORDER_STATES);
    fc.assert(
      fc.property(state, fc.array(state), (start, tries) => {
        let now = start;
        let ended = orderMachine.isTerminal(now);
        for (const to of tries) {
          if (orderMachine.allows(now, to)) {
            expect(ended).toBe(false);
            now = to;
          }
          ended ||= orderMachine.isTerminal(now);
        }
      }),
    );
  });
});
