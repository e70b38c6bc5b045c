/** The doctor finds the one row of an audit trail that somebody touched. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditTrail, fileAuditStore } from "../../layers/observe/index.js";
import { UsageError } from "../command.js";
import { DOCTOR } from "./doctor.js";

const folder = mkdtempSync(join(tmpdir(), "cloche-doctor-"));
const path = join(folder, "audit.jsonl");
const SECRET = "a secret that only the sealer has";
let whole = "";
let head = "";

beforeAll(async () => {
  const store = await fileAuditStore({ path, open });
  const trail = auditTrail({ store, whenFailing: "deny", secret: SECRET });
  for (let price = 100; price < 110; price += 1) await trail.record({ action: "menu.changed", price });
  const { seq, seal } = await store.head();
  head = `${seq}:${seal}`;
  await store.close();
  whole = readFileSync(path, "utf8");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function examined(text: string, words: readonly string[] = ["--audit-head", head], secret = SECRET) {
  writeFileSync(path, text);
  const told: string[] = [];
  const tell = (line: string) => told.push(line);
  const io = { folder, environment: { CLOCHE_AUDIT_SECRET: secret }, out: tell, err: tell };
  const code = await DOCTOR.run(["--audit", "audit.jsonl", ...words], io);
  return { code, told: told.join("\n") };
}

describe("cloche doctor --audit", () => {
  it("says that a trail is whole, and which head to keep", async () => {
    const { code, told } = await examined(whole, []);
    expect(code).toBe(0);
    expect(told).toContain(`Keep its head elsewhere: ${head}`);
    expect((await examined(whole)).code).toBe(0);
  });

  it("names the row that was changed, taken out, moved, cut off or added", async () => {
    const lines = whole.trimEnd().split("\n");
    const joined = (rows: readonly string[]) => `${rows.join("\n")}\n`;
    const cases: readonly (readonly [string, string])[] = [
      [whole.replace('"price":104', '"price":105'), "row 5: This row, or its seal, was changed"],
      [joined(lines.toSpliced(3, 1)), "row 4: This row was taken out"],
      [joined([lines[0] ?? "", lines[0] ?? "", ...lines.slice(2)]), "row 2: A row that does not belong here"],
      [joined(lines.slice(0, 8)), "row 9: The trail ends before the head"],
      [`${whole}garbage\n`, "row 11: The line of this row cannot be read"],
    ];
    for (const [text, reason] of cases) {
      const { code, told } = await examined(text);
      expect(code).toBe(1);
      expect(told).toContain(reason);
    }
  });

  it("does not take a chain of somebody who lacks the secret", async () => {
    expect(await examined(whole, [], "another secret than that of the sealer")).toMatchObject({ code: 1 });
    const forged = await fileAuditStore({ path: join(folder, "forged.jsonl"), open });
    await auditTrail({ store: forged, whenFailing: "deny" }).record({ action: "menu.changed", price: 1 });
    appendFileSync(join(folder, "forged.jsonl"), "");
    const { told } = await examined(readFileSync(join(folder, "forged.jsonl"), "utf8"), []);
    expect(told).toContain("row 1");
    await forged.close();
  });

  it("says when it was asked wrongly", async () => {
    const run = (...words: string[]) => DOCTOR.run(words, { folder, environment: {}, out: () => {}, err: () => {} });
    await expect(run("--audit", "missing.jsonl")).rejects.toThrow(UsageError);
    await expect(run("--audit", "audit.jsonl", "--audit-head", "5")).rejects.toThrow(UsageError);
    await expect(run("--audit-head", head)).rejects.toThrow(UsageError);
  });
});
