/** Changes the tables behind the page, and the page behind the tables, and proves that both are noticed. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkErrors, errorsPage } from "./check-errors.mjs";
import { planted } from "./source/planted.js";

const BUILT = "packages/cloche/dist/kernel/errors.js";
const TABLES = {
  REFUSALS: { rate_limited: { status: 429, title: "Too many requests." } },
  FAULTS: { option_unknown: { title: "An option has a name that is not known.", remedy: "Correct the name." } },
  CONTRADICTIONS: { path_doubled: { title: "Two contracts claim one address.", remedy: "Keep one.", stops: true } },
};
const source = ({ REFUSALS, FAULTS }: typeof TABLES) =>
  `export const REFUSALS = ${JSON.stringify(REFUSALS)}; export const FAULTS = ${JSON.stringify(FAULTS)};`;
const house = (page?: string) =>
  planted({
    "package.json": JSON.stringify({ type: "module" }),
    [BUILT]: source(TABLES),
    [BUILT.replace("errors", "contradictions")]:
      `export const CONTRADICTIONS = ${JSON.stringify(TABLES.CONTRADICTIONS)};`,
    ...(page === undefined ? {} : { "docs/reference/errors.md": page }),
  });
const rules = async (root: string, options = {}) => {
  const { violations } = await checkErrors(root, options);
  return violations.map(({ rule, line }) => [rule, line]);
};

describe("check-errors", () => {
  it("writes a page that it then accepts, with a heading for every code", async () => {
    const root = house();
    expect(await rules(root)).toEqual([["page-out-of-date", 1]]);
    expect(await rules(root, { write: true })).toEqual([]);
    expect(await rules(root)).toEqual([]);
    const page = readFileSync(join(root, "docs/reference/errors.md"), "utf8");
    expect(page).toContain("### rate_limited\n\nStatus 429: Too many requests.\n");
    expect(page).toContain(
      "### option_unknown\n\nAn option has a name that is not known.\n\n**What to do:** Correct the name.\n",
    );
    expect(page).toContain("### path_doubled\n\nTwo contracts claim one address. Stops the start.\n");
  });

  it("names the first line that a table no longer says", async () => {
    const page = errorsPage(TABLES);
    const line = page.split("\n").indexOf("### rate_limited") + 1;
    expect(await rules(house(page.replace("### rate_limited", "### rate_limit")))).toEqual([
      ["page-out-of-date", line],
    ]);
    expect(await rules(house(page.replace("known.\n", "known.\n\n### gone\n")))).toHaveLength(1);
    expect(await rules(house(page.replace("### option_unknown\n\n", "")))).toHaveLength(1);
  });

  it("asks for the build where there is none", async () => {
    const root = house();
    writeFileSync(join(root, "x"), "");
    expect(await rules(join(root, "docs"))).toEqual([["not-built", 1]]);
  });
});
