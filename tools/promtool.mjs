/** Finds Prometheus' own judge of rules for tests, or unpacks it from Debian's package without installing the server. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const FOLDER = join(tmpdir(), "cloche-promtool");
const UNPACKED = join(FOLDER, "usr/bin/promtool");

/** @returns {string | undefined} */
export function findPromtool() {
  const folders = (process.env.PATH ?? "").split(delimiter).concat("/usr/bin", "/usr/local/bin");
  const found = folders.map((folder) => join(folder, "promtool")).find(isRunnable);
  if (found !== undefined) return found;
  if (isRunnable(UNPACKED)) return UNPACKED;
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined;
  try {
    unpack();
  } catch {
    return undefined;
  }
  return isRunnable(UNPACKED) ? UNPACKED : undefined;
}

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Unpacked aside and then moved, so that suites which run at once never see half of it. */
function unpack() {
  const cwd = mkdtempSync(`${FOLDER}-`);
  const run = (command, given) =>
    execFileSync(command, given, { cwd, stdio: ["ignore", "ignore", "ignore"], timeout: 100_000 });
  run("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=60", "update"]);
  // As `_apt` apt could not write into a folder of root's.
  run("apt-get", ["-qq", "-o", "APT::Sandbox::User=root", "download", "prometheus"]);
  const archive = readdirSync(cwd).find((name) => name.endsWith(".deb"));
  if (archive !== undefined) run("dpkg", ["-x", archive, cwd]);
  if (!existsSync(FOLDER)) renameSync(cwd, FOLDER);
}
