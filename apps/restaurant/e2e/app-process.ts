/** Runs the built restaurant as a process of its own, as `npm start` does, and keeps everything it prints. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.js";

const MAIN = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));
const PAGES = fileURLToPath(new URL("../dist/web/guest.html", import.meta.url));
const READY = /Guests order at\s+\S+/;
const PATIENCE_MILLISECONDS = 90_000;
const TRIES = 3;

/** How a process is started. Its environment is what is said here and nothing else. */
export interface AppProcessOptions {
  /** The data folder; it is also where the process runs, so that no `.env` is read. */
  readonly dataFolder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A free one unless it is said. */
  readonly port?: number;
  /** What stands on its command line. */
  readonly args?: readonly string[];
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How somebody signs in. */
export interface Account {
  readonly email: string;
  readonly password: string;
}

/** What `demo.json` holds. */
export interface Demo {
  readonly baseUrl: string;
  readonly accounts: Readonly<Record<"owner" | "manager" | "cashier" | "chef", Account>>;
  readonly webhooks: {
    readonly stripe: { readonly secret: string };
    readonly razorpay: { readonly secret: string };
    readonly twilio: { readonly authToken: string };
  };
}

/** A log line as it was written. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A running restaurant. */
export interface AppProcess {
  readonly baseUrl: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly demo: () => Demo;
  /** Everything printed so far, log lines included. */
  readonly output: () => string;
  readonly log: () => readonly LogLine[];
  readonly ended: Promise<Ending>;
  /** Asks it to end, and waits for that. */
  readonly stop: () => Promise<Ending>;
  /** Ends it without a chance to say anything. */
  readonly kill9: () => Promise<Ending>;
}

/**
 * Starts the restaurant and waits until it says where it is.
 *
 * @throws Error where it is not built, or with what it printed where it did not start
 * @example
 * const app = await startApp({ dataFolder: newFolder() });
 * const { accounts } = app.demo();
 * await app.stop();
 */
export async function startApp(options: AppProcessOptions): Promise<AppProcess> {
  for (let left = TRIES; ; left -= 1) {
    const port = options.port ?? (await freePort());
    const running = launch(options, port);
    const outcome = await Promise.race([running.ready, running.ended]);
    if (outcome === "ready") return processOf(options, port, running);
    // Another process may have taken the port meanwhile, or a killed one may not have let go yet.
    if (left === 1 || !/EADDRINUSE|Another program listens/.test(running.output())) {
      throw new Error(`The restaurant did not start (${outcome.code ?? outcome.signal}):\n${running.output()}`);
    }
  }
}

/** Starts a restaurant that is expected to refuse, and waits for its end. */
export async function runToEnd(options: AppProcessOptions): Promise<Ending & { readonly output: string }> {
  const running = launch(options, options.port ?? (await freePort()));
  const outcome = await Promise.race([running.ready, running.ended]);
  if (outcome === "ready") {
    running.child.kill("SIGKILL");
    await running.ended;
    throw new Error("The restaurant started, which it should have refused to do.");
  }
  return { ...(await running.ended), output: running.output() };
}

/** A fresh folder in the system's temporary one. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "restaurant-e2e-"));
}

/** Removes a folder that `newFolder` made. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

interface Launched {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ready: Promise<"ready">;
  readonly ended: Promise<Ending>;
}

function launch({ dataFolder, env = {}, args = [] }: AppProcessOptions, port: number): Launched {
  if (!existsSync(MAIN) || !existsSync(PAGES)) {
    throw new Error("The restaurant is not built. Run: npm run build");
  }
  const child = spawn(process.execPath, ["--enable-source-maps", MAIN, ...args], {
    cwd: dataFolder,
    env: { DATA_DIR: dataFolder, PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  let printed = "";
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("exit", killWithUs);
      resolve({ code, signal });
    });
  });
  const ready = new Promise<"ready">((resolve) => {
    const patience = setTimeout(killWithUs, PATIENCE_MILLISECONDS);
    const hear = (chunk: string) => {
      printed += chunk;
      if (!READY.test(printed)) return;
      clearTimeout(patience);
      resolve("ready");
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", hear);
    child.once("close", () => clearTimeout(patience));
  });
  return { child, output: () => printed, ready, ended };
}

function processOf({ dataFolder }: AppProcessOptions, port: number, { child, output, ended }: Launched): AppProcess {
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    dataFolder,
    demo: () => JSON.parse(readFileSync(join(dataFolder, "demo.json"), "utf8")) as Demo,
    output,
    log: () => logLines(output()),
    ended,
    stop: () => end("SIGTERM"),
    kill9: () => end("SIGKILL"),
  };
}

/** The JSON lines among what was printed; the last may still be on its way. */
function logLines(printed: string): readonly LogLine[] {
  return printed
    .slice(0, printed.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as LogLine);
}
