/** Fetches Node.js 24 through npm into a temporary folder. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The path of a Node.js 24 binary; fetched where it is not there yet. */
export function node24() {
  const folder = join(tmpdir(), "cloche-bench-node-24");
  mkdirSync(folder, { recursive: true });
  const name = `node-${process.platform}-${process.arch}`;
  execFileSync("npm", ["install", "--silent", "--no-save", "--no-audit", "--prefix", folder, `${name}@24`], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return join(folder, "node_modules", name, "bin", "node");
}
