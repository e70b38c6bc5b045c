/** `cloche alerts` writes what Prometheus and Grafana read, and says what is wrong with a rule instead of writing half. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UsageError } from "../command.js";
import { ALERTS } from "./alerts.js";

const folder = mkdtempSync(join(tmpdir(), "cloche-alerts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ran(...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { folder, environment: {}, out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await ALERTS.run(words, io);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const rule = {
  name: "own_rule",
  kind: "rate",
  severity: "look",
  summary: "S.",
  action: "A.",
  on: { events: ["limit.reached"] },
  count: 7,
  within: "1 minute",
};

describe("cloche alerts", () => {
  it("lists the shipped rules", async () => {
    expect((await ran()).out).toMatch(/^forged_tokens +page +Tokens/m);
  });

  it("writes rules and a dashboard", async () => {
    expect((await ran("--prometheus")).out).toContain('alert: "ClocheForgedTokens"');
    expect(JSON.parse((await ran("--grafana")).out)).toMatchObject({ uid: "cloche" });
  });

  it("takes rules of the app's own", async () => {
    writeFileSync(join(folder, "rules.mjs"), `export const alertRules = [${JSON.stringify(rule)}];`);
    const { out } = await ran("--prometheus", "--rules", "rules.mjs");
    expect(out).toContain(">= 7");
    expect(out).not.toContain("ClocheForgedTokens");
  });

  it("refuses what it cannot read", async () => {
    writeFileSync(join(folder, "wrong.mjs"), `export const alertRules = [${JSON.stringify({ ...rule, count: 0 })}];`);
    expect(await ran("--prometheus", "--rules", "wrong.mjs")).toMatchObject({ code: 1, out: "" });
    writeFileSync(join(folder, "none.mjs"), "export const other = 1;");
    await expect(ran("--rules", "none.mjs")).rejects.toThrow(UsageError);
    await expect(ran("--rules", "missing.mjs")).rejects.toThrow(UsageError);
    await expect(ran("--prometheus", "--grafana")).rejects.toThrow(UsageError);
    await expect(ran("--promethues")).rejects.toThrow(UsageError);
  });
});
