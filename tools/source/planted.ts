/** A temporary project made of a few planted files, removed when its test is over. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Writes `files` (path to content) below a new folder and answers its path. */
export function planted(files: Readonly<Record<string, string>>, parent: string = tmpdir()): string {
  const root = mkdtempSync(join(realpathSync(parent), "planted-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
