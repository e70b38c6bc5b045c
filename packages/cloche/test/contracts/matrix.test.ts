/** The guide's matrix says what the suite tries, and nothing else. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ADAPTERS, type AdapterColumn, PROMISES, type PromiseName } from "./promises.js";

const GUIDE = new URL("../../../../docs/guide/adapters.md", import.meta.url);

function matrix(): string {
  const columns: readonly AdapterColumn[] = Object.values(ADAPTERS);
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const head = [row(["", ...columns.map(({ title }) => title)]), `|${"---|".repeat(columns.length + 1)}`];
  const names = Object.keys(PROMISES) as PromiseName[];
  const rows = names.map((name) => row([PROMISES[name], ...columns.map(({ otherwise }) => otherwise[name] ?? "yes")]));
  return [...head, ...rows].join("\n");
}

it("stands in the guide as the suite has it", () => {
  const guide = readFileSync(GUIDE, "utf8");
  const published = /<!-- matrix:begin -->\n([\s\S]*?)\n?<!-- matrix:end -->/.exec(guide)?.[1];
  expect(published).toBe(matrix());
});
