import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FolderInUse, lockFolder } from "./folder-lock.js";

const newFolder = () => mkdtempSync(join(tmpdir(), "restaurant-lock-"));

describe("the lock of a data folder", () => {
  it("refuses a second holder and says what to do", () => {
    const folder = newFolder();
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUse);
    expect(() => lockFolder(folder)).toThrow(/in use by process \d+\. Stop that one.*DATA_DIR.*DATABASE_URL/);
    unlock();
    lockFolder(folder)();
  });

  it("refuses the folder of another living process, and leaves its lock alone", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "lock"), `${process.ppid}\n`);
    expect(() => lockFolder(folder)).toThrow(`process ${process.ppid}`);
    expect(readFileSync(join(folder, "lock"), "utf8")).toBe(`${process.ppid}\n`);
  });

  it.each([
    ["of a process that has died", () => spawnSync(process.execPath, ["-e", ""]).pid],
    ["of a former process with our own pid, as in a container", () => process.pid],
    ["that was cut short", () => ""],
  ])("takes over a lock %s", (_, content) => {
    const folder = newFolder();
    writeFileSync(join(folder, "lock"), `${content()}\n`);
    const unlock = lockFolder(folder);
    expect(readFileSync(join(folder, "lock"), "utf8").trim()).toBe(String(process.pid));
    unlock();
    expect(existsSync(join(folder, "lock"))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
