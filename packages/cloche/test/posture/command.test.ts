/** `cloche posture`, as CI runs it: a planted loosening ends with 1 and is named. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { POSTURE } from "../../src/cli/commands/posture.js";
import { runCommandLine } from "../../src/cli/run.js";

const folder = mkdtempSync(join(tmpdir(), "cloche-posture-"));
afterAll(() => rmSync(folder, { recursive: true }));

const app = (name: string): string => fileURLToPath(new URL(`apps/${name}.mjs`, import.meta.url));

async function run(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { folder, environment: {}, out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await runCommandLine([POSTURE], ["posture", ...words], io);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("cloche posture", () => {
  it("shows every route that is exported, by itself, in a list or with its handler", async () => {
    const { code, out, err } = await run(app("contracts"));
    expect(code).toBe(0);
    expect(out.split("\n")).toHaveLength(4);
    expect(out).toMatch(/^GET \/orders\/\{id\} +role owner +nothing +10 per minute by caller +no +200 +api$/m);
    expect(err).toMatch(/gateOptions/);
  });

  it("includes what the gate adds", async () => {
    const { out, err } = await run(app("contracts"), app("options"));
    expect(out).toContain("7 per minute by address (default)");
    expect(err).toBe("");
  });

  it("locks, and finds nothing looser in the same app", async () => {
    expect(await run(app("contracts"), "--lock")).toMatchObject({ code: 0, out: "cloche.lock holds 3 routes." });
    expect(await run(app("contracts"), "--check", "--exact")).toMatchObject({ code: 0, out: "" });
  });

  it("ends with 1 where something loosened, and says what", async () => {
    const { code, out } = await run(app("loosened"), "--check");
    expect(code).toBe(1);
    expect(out).toBe(
      "Loosened:\n  GET /orders/{id}: role owner -> anyone: debugging; " +
        "10 per minute by caller -> 1000 per minute by address; answer 200 /email leaves too",
    );
  });

  it("ends with 0 where it only tightened, and with 1 where it must be exact", async () => {
    const { code, out, err } = await run(app("tightened"), "--check");
    expect({ code, out }).toEqual({ code: 0, out: "Tightened:\n  GET /orders/{id}: 10 -> 5 per minute by caller" });
    expect(err).toContain("not the same");
    expect((await run(app("tightened"), "--check", "--exact")).code).toBe(1);
  });

  it("writes Markdown that what it shows cannot break out of", async () => {
    const { code, out } = await run(app("loosened"), "--check", "--markdown");
    expect(code).toBe(1);
    expect(out).toContain("### Loosened");
    expect(out).toContain("| GET /menu | anyone: the menu \\| is \\<public\\> |");
  });

  it("writes JSON for other tools", async () => {
    const { out } = await run(app("loosened"), "--json");
    const { routes, comparison } = JSON.parse(out) as { routes: unknown[]; comparison: { loosened: unknown[] } };
    expect([routes.length, comparison.loosened.length]).toEqual([3, 1]);
  });

  it("shows what contradicts each other, and fails the check where the API would not start", async () => {
    await run(app("contracts"), app("contradicting"), "--lock", "--lock-file", "contradicting.lock");
    const words = [app("contracts"), app("contradicting"), "--lock-file", "contradicting.lock"];
    const { code, out } = await run(...words, "--check");
    expect(code).toBe(1);
    expect(out).toContain("  stops the start: createGate origins: Pages of an origin without TLS");
    expect(out).toContain("  createGate limits.defaults /elsewhere/: A default limit");
    expect((await run(...words, "--markdown")).out).toContain("### Contradictions\n\n- stops the start: ");
    expect((await run(...words)).code).toBe(0);
  });

  it("takes another lock file, and refuses a damaged one", async () => {
    await run(app("contracts"), "--lock", "--lock-file", "other.lock");
    const other = join(folder, "other.lock");
    expect(readFileSync(other, "utf8")).toContain("GET /orders/{id}:");
    writeFileSync(other, "nonsense");
    expect(await run(app("contracts"), "--check", "--lock-file", "other.lock")).toMatchObject({ code: 1, out: "" });
  });

  it.each([
    ["no module", []],
    ["a module that is not there", [app("absent")]],
    ["a module without contracts", [app("empty")]],
    ["a check without a lock", [app("contracts"), "--check", "--lock-file", "absent.lock"]],
    ["an unknown word", [app("contracts"), "--chek"]],
    ["two verbs", [app("contracts"), "--lock", "--check"]],
    ["two forms", [app("contracts"), "--json", "--markdown"]],
    ["exact without a check", [app("contracts"), "--exact"]],
    ["a lock file without a name", [app("contracts"), "--lock-file", "--check"]],
  ])("ends with 2 for %s", async (_what, words) => {
    expect((await run(...words)).code).toBe(2);
  });
});
