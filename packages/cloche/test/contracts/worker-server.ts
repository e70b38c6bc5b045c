/** Bundles a worker and serves it with workerd, the runtime of Cloudflare Workers, in a process of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { rolldown } from "rolldown";

/** A served worker. */
export interface WorkerServer {
  readonly port: number;
  close(): Promise<void>;
}

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["nodejs_compat"],
);
`;

/** Serves what the module at `entry` exports as `worker`, on a free port. */
export async function workerServer(entry: string): Promise<WorkerServer> {
  const folder = mkdtempSync(join(tmpdir(), "cloche-worker-"));
  await bundle(entry, join(folder, "worker.js"));
  writeFileSync(join(folder, "worker.capnp"), CONFIG);
  const { default: program } = createRequire(import.meta.url)("workerd") as { readonly default: string };
  const parameters = ["serve", "worker.capnp", "--control-fd=3"];
  const child = spawn(program, parameters, { cwd: folder, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const told: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => told.push(String(chunk)));
  const close = async (): Promise<void> => {
    if (child.exitCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`workerd ended:\n${told.join("")}`)));
  ended.catch(() => {});
  const port = await Promise.race([portOf(child.stdio[3] as Readable), ended]);
  return { port, close };
}

/** One file, with the library from its sources and Node's own modules left to the runtime. */
async function bundle(entry: string, file: string): Promise<void> {
  const virtual = "\0entry";
  const built = await rolldown({
    input: virtual,
    external: /^node:/,
    resolve: { conditionNames: ["@cloche/source", "workerd", "import", "default"] },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === virtual ? id : undefined),
        load: (id) => (id === virtual ? `export { worker as default } from ${JSON.stringify(entry)};` : undefined),
      },
    ],
    logLevel: "warn",
  });
  await built.write({ file, format: "esm" });
}

function portOf(control: Readable): Promise<number> {
  return new Promise((resolve) => {
    let text = "";
    control.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const port = /"event":"listen"[^}]*"port":(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}
