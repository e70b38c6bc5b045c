/** Starts and stops one peer, pinned to a core, and asks it for its CPU time. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { HOST } from "../peers/workload.mjs";

/** The folder `bench`. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const START_ATTEMPTS = 100;
const STOP_MILLISECONDS = 3000;

/**
 * Starts a peer and waits until it listens.
 *
 * @param options `core` to pin it to, `node` the binary to run it with, `nodeArgs` and `env` beside the usual ones, `log`
 * the file that takes its standard output.
 */
export async function startPeer(
  peer,
  { core = 0, node = process.execPath, nodeArgs = [], env = {}, log = "/dev/null" } = {},
) {
  const output = openSync(log, "a");
  const port = await freePort();
  const args = ["--import", "./measure/meter.mjs", ...nodeArgs, peer.file, String(port), ...(peer.args ?? [])];
  const child = spawn("taskset", ["-c", String(core), node, ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", output, "inherit", "ipc"],
  });
  closeSync(output);
  const stop = () => stopped(child);
  for (let attempt = 0; attempt < START_ATTEMPTS && child.exitCode === null; attempt += 1) {
    if (await accepts(port)) return { port, stop, usage: () => usageOf(child) };
    await sleep(100);
  }
  await stop();
  throw new Error(`${peer.id} did not start listening`);
}

async function usageOf(child) {
  child.send("usage");
  const [{ cpu, rss }] = await once(child, "message");
  return { cpuUs: cpu.user + cpu.system, userUs: cpu.user, systemUs: cpu.system, rss };
}

async function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MILLISECONDS);
  await exited;
  clearTimeout(timer);
}

/** A port that nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, HOST);
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function accepts(port) {
  const socket = createConnection(port, HOST);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
