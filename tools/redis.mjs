/** Gives tests a real Redis of their own on 127.0.0.1, and finds or installs the server it needs. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort, startChild, withRetries } from "./servers/child.mjs";

const SERVERS = ["redis-server", "valkey-server"];
const APT = ["-qq", "-y", "-o", "DPkg::Lock::Timeout=120"];

/** @returns {string} */
export function ensureRedis() {
  const found = onPath(SERVERS);
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) installFromDebian();
  const installed = onPath(SERVERS);
  if (installed === undefined)
    throw new Error(
      "No redis-server was found: install Redis (Debian: apt-get install redis-server; macOS: brew install redis).",
    );
  return installed;
}

function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).concat("/usr/bin", "/usr/local/bin");
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isRunnable);
}

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const run = (...given) =>
    execFileSync("apt-get", [...APT, ...given], { env, stdio: ["ignore", "ignore", "inherit"] });
  run("update");
  run("install", "--no-install-recommends", "redis-server");
}

/** @param {{ port?: number }} [options] */
export async function startRedis({ port: wanted } = {}) {
  const command = ensureRedis();
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const start = (port) => startChild(command, settings(port, folder), { ready: /Ready to accept connections/ });
  const { port, child } = await withRetries(async () => {
    const free = wanted ?? (await freePort());
    return { port: free, child: await start(free) };
  }).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const running = { child };
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      await running.child.signal("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
    kill: () => running.child.signal("SIGKILL"),
    async restart() {
      await running.child.signal("SIGKILL");
      running.child = await withRetries(() => start(port));
    },
  };
}

/** Loopback only, nothing on disk. */
function settings(port, folder) {
  const options = { port, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no", daemonize: "no", logfile: "" };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
}
