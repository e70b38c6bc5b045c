/** Starts a server as a child process on a free port of 127.0.0.1, waits until it says it is ready, and ends it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

const TRIES = 5;
const PATIENCE_MILLISECONDS = 60_000;

/** A port of 127.0.0.1 that nothing listens on right now. */
export async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a command and resolves when a line of its output matches `ready`.
 *
 * @param {string} command
 * @param {readonly string[]} given Its arguments.
 * @param {{ ready: RegExp, spawnWith?: import("node:child_process").SpawnOptions }} how
 * @returns {Promise<{ signal(name: NodeJS.Signals): Promise<void> }>}
 * @throws {Error} with what the command said, where it ended or stayed silent instead.
 */
export async function startChild(command, given, { ready, spawnWith = {} }) {
  const child = spawn(command, given, { ...spawnWith, stdio: ["ignore", "pipe", "pipe"] });
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const ended = new Promise((resolve) => child.once("close", resolve));
  void ended.then(() => process.off("exit", killWithUs));
  await untilReady(child, ready);
  return {
    async signal(name) {
      child.kill(name);
      await ended;
    },
  };
}

function untilReady(child, ready) {
  return new Promise((resolve, reject) => {
    const said = { text: "" };
    const fail = (reason) => reject(new Error(`${child.spawnfile} ${reason}: ${said.text.slice(-2000)}`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail("did not become ready");
    }, PATIENCE_MILLISECONDS);
    const listen = (chunk) => {
      said.text = (said.text + chunk).slice(-20_000);
      if (!ready.test(said.text)) return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", listen);
    child.once("error", (error) => fail(error.message));
    child.once("close", (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

/**
 * Starts a server, trying again where it could not: the free port may have been taken meanwhile, or the server that
 * was killed a moment ago may not have let go yet.
 *
 * @template Started
 * @param {() => Promise<Started>} start
 * @returns {Promise<Started>}
 */
export async function withRetries(start) {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
