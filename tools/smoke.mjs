/** Starts the app of a folder with `npm start`, asks it what a first visitor would, and ends it as an operator would. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./servers/child.mjs";
import { isStarted } from "./source/report.mjs";

const START_MILLISECONDS = 120_000;
const STOP_MILLISECONDS = 30_000;

/** What a first visitor asks for, and the content type of the answer. */
const QUESTIONS = [
  { path: "/healthz", type: /^/ },
  { path: "/", type: /^text\/html/ },
  { path: "/api/v1/menu", type: /^application\/json/ },
];

/**
 * Starts, asks and stops.
 *
 * @param {string} folder The project, installed.
 * @returns {Promise<string>} One line about how it went.
 * @throws {Error} naming what did not answer as it should, with the last the app said.
 */
export async function smoke(folder) {
  const data = mkdtempSync(join(tmpdir(), "smoke-"));
  const port = await freePort();
  const app = start(folder, { PORT: String(port), DATA_DIR: data });
  try {
    const milliseconds = await untilHealthy(app, port);
    for (const question of QUESTIONS) await ask(port, question);
    await stop(app);
    return `started in ${milliseconds} ms, answered ${QUESTIONS.length} questions, stopped with 0`;
  } catch (error) {
    throw new Error(`${error.message}\n${app.said.slice(-2000)}`, { cause: error });
  } finally {
    app.killAll();
    rmSync(data, { recursive: true, force: true });
  }
}

function start(folder, settings) {
  // A process group of its own, so that nothing is left running when this ends early.
  const spawned = spawn("npm", ["start"], {
    cwd: folder,
    env: { ...process.env, ...settings },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const app = { pid: spawned.pid, said: "", ended: undefined, killAll: () => killGroup(spawned.pid) };
  const listen = (chunk) => {
    app.said += chunk;
  };
  for (const stream of [spawned.stdout, spawned.stderr]) stream.setEncoding("utf8").on("data", listen);
  app.end = once(spawned, "exit").then(([code, signal]) => {
    app.ended = code ?? signal;
    return app.ended;
  });
  return app;
}

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The whole group has ended already.
  }
}

async function untilHealthy(app, port) {
  const begun = Date.now();
  while (Date.now() - begun < START_MILLISECONDS) {
    if (app.ended !== undefined) throw new Error(`The app ended with ${app.ended} before it answered.`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return Date.now() - begun;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The app did not answer /healthz within ${START_MILLISECONDS / 1000} s.`);
}

async function ask(port, { path, type }) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  const found = answer.headers.get("content-type") ?? "";
  const body = await answer.text();
  if (answer.status !== 200 || !type.test(found)) throw new Error(`GET ${path} answered ${answer.status} ${found}.`);
  if (found.startsWith("application/json")) JSON.parse(body);
}

/** Signals the server itself: npm and the shell between would end without waiting for it. */
async function stop(app) {
  process.kill(innermost(app.pid), "SIGTERM");
  const late = new Promise((resolve) => setTimeout(resolve, STOP_MILLISECONDS, "late").unref());
  const ended = await Promise.race([app.end, late]);
  if (ended === "late") throw new Error(`The app was still running ${STOP_MILLISECONDS / 1000} s after SIGTERM.`);
  if (ended !== 0) throw new Error(`The app ended with ${ended} after SIGTERM, and not with 0.`);
}

/** The process at the end of the chain npm, shell, node; Linux keeps it in /proc. */
function innermost(pid) {
  const child = readdirSync("/proc").find((entry) => /^\d+$/.test(entry) && parentOf(entry) === pid);
  return child === undefined ? pid : innermost(Number(child));
}

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

if (isStarted(import.meta.url)) console.log(await smoke(process.argv[2] ?? "."));
