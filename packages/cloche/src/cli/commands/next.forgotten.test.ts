/** `cloche next`, in front of `next build`: a forgotten route or server action ends with 1 and is named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../run.js";
import { NEXT } from "./next.js";

const folder = mkdtempSync(join(tmpdir(), "cloche-next-"));
afterAll(() => rmSync(folder, { recursive: true }));

// GET /orders/{id}, GET /menu and POST /orders.
const contracts = fileURLToPath(new URL("../../../test/posture/apps/contracts.mjs", import.meta.url));
const covered = 'import { route } from "cloche/next";\nexport const GET = route(gate, handled);\n';

async function run(name: string, files: Record<string, string>, ...words: string[]) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const code = await runCommandLine([NEXT], ["next", ...words], { folder, environment: {}, out: write, err: write });
  return { code, said: lines.join("\n") };
}

describe("cloche next", () => {
  it("ends with 0 where every route has its contract", async () => {
    const { code, said } = await run("good", { "app/menu/route.ts": covered }, contracts, "--folder", "good");
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining("Every route has its contract") });
  });

  it.each([
    ["a plain route", "app/menu/route.ts", "export async function GET() {}", "GET /menu"],
    ["a path without a contract", "src/app/secrets/route.ts", covered, "GET /secrets"],
    [
      "a plain server action",
      "app/actions.ts",
      '"use server";\nexport async function leave() {}',
      "ACTION app/actions.ts",
    ],
    ["an old API page", "pages/api/x.ts", "export default () => {};", "ALL pages/api/x.ts"],
  ])("ends with 1 for %s, and names it", async (name, path, text, where) => {
    const { code, said } = await run(name, { [path]: text }, "--folder", name, contracts);
    expect(code).toBe(1);
    expect(said).toContain(`${where}: A route has no contract.`);
  });

  it.each([
    ["no module", []],
    ["a folder without a name", [contracts, "--folder"]],
    ["an unknown word", [contracts, "--all"]],
  ])("ends with 2 for %s", async (_what, words) => {
    expect((await run("good", {}, ...words)).code).toBe(2);
  });
});
