/** What Cloche promises about its cost, held against a run. */

import { markdownTable, median } from "./statistics.mjs";
import { ratio } from "./table.mjs";

const REQUESTS = ["order", "read", "webhook"];

const ratioGoal = (what, { id, base, most, kind, field }) => ({
  what: `${what}: ${kind}`,
  unit: "\u00d7",
  most,
  needs: [id, base],
  of: (rounds) => ratio(rounds, { kind, id, base, field }),
});
const differenceGoal = (what, { id, base, most, kind, field, unit }) => ({
  what: `${what}: ${kind}`,
  unit,
  most,
  needs: [id, base],
  of: (rounds) => median(rounds.map((round) => round[id][kind][field] - round[base][kind][field])),
});

const GOALS = [
  ...REQUESTS.map((kind) =>
    ratioGoal("CPU against the server by hand", { id: "cloche-fastify", base: "by-hand", most: 1, kind }),
  ),
  ratioGoal("CPU on Express against the recipe", { id: "cloche-express", base: "recipe", most: 0.2, kind: "order" }),
  ...REQUESTS.map((kind) =>
    differenceGoal("guards alone, above bare Express", {
      ...{ id: "cloche-guards", base: "bare-express", most: 15, kind, field: "cpuUs", unit: "\u00b5s" },
    }),
  ),
  // What the lid saves Express hides what the guards cost; beside an Express that has the same it shows.
  ...REQUESTS.map((kind) =>
    differenceGoal("guards alone, above bare Express with final prototypes", {
      ...{ id: "cloche-guards", base: "final-express", most: 15, kind, field: "cpuUs", unit: "\u00b5s" },
    }),
  ),
  ...REQUESTS.map((kind) =>
    ratioGoal("CPU against Fastify's plugins", { id: "cloche-fastify", base: "fastify-zod", most: 1 / 3, kind }),
  ),
  differenceGoal("memory after load, above bare Fastify", {
    ...{ id: "cloche-fastify", base: "bare-fastify", most: 20, kind: "paced", field: "rssMb", unit: "MB" },
  }),
  ratioGoal("p99 against the server by hand", {
    ...{ id: "cloche-fastify", base: "by-hand", most: 1.2, kind: "paced", field: "p99Ms" },
  }),
];

/** The goals that a run can tell about, as a Markdown table. */
export function goalTable(rounds) {
  const told = GOALS.filter(({ needs }) => needs.every((id) => id in rounds[0]));
  const rows = told.map(({ what, unit, most, of }) => {
    const found = of(rounds);
    return [what, `${most.toFixed(2)} ${unit}`, `${found.toFixed(2)} ${unit}`, found <= most ? "met" : "**missed**"];
  });
  return rows.length === 0 ? "" : markdownTable(["goal", "at most", "measured", ""], rows);
}
