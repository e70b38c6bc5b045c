/** Completes package-lock.json with the optional packages of other platforms that a partial registry left out: `npm ci` refuses a lock without them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isStarted, PROJECT } from "./source/report.mjs";

const SYSTEM = /(android|darwin|freebsd|linux|openharmony|win32|windows)/;
const PROCESSOR = /(arm64|arm|x64|ia32|ppc64|riscv64|s390x)/;

/**
 * Adds an entry for each optional dependency of a package in the lock that has none. It names version and platform but
 * no address and no checksum: npm looks both up on the platforms that need the package, and never installs it elsewhere.
 *
 * @param {{ packages: Record<string, object> }} lock
 * @returns {string[]} The names added.
 */
export function completeLock(lock) {
  const added = [];
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock, place, name) || platformOf(name) === undefined) continue;
      lock.packages[`node_modules/${name}`] = { version, ...markOf(entry), optional: true, ...platformOf(name) };
      added.push(name);
    }
  }
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).toSorted(([one], [other]) => one.localeCompare(other, "en")),
  );
  return added;
}

/** Whether node would find the package from `place`: in its own node_modules, or in one further up. */
function isLocked({ packages }, place, name) {
  if (`${place}/node_modules/${name}` in packages || `node_modules/${name}` in packages) return true;
  const above = place.lastIndexOf("/node_modules/");
  return above !== -1 && isLocked({ packages }, place.slice(0, above), name);
}

function markOf({ dev }) {
  return dev === true ? { dev } : {};
}

function platformOf(name) {
  const suffix = name.slice(name.lastIndexOf("/") + 1);
  const os = SYSTEM.exec(suffix)?.[0].replace("windows", "win32");
  const cpu = PROCESSOR.exec(suffix)?.[0];
  if (os === undefined || cpu === undefined) return undefined;
  return { os: [os], cpu: [cpu], ...(os === "linux" ? { libc: [suffix.includes("musl") ? "musl" : "glibc"] } : {}) };
}

if (isStarted(import.meta.url)) {
  const path = join(process.argv[2] ?? PROJECT, "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8"));
  const added = completeLock(lock);
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added.length} packages of other platforms added`);
}
