/** Builds a Next.js app and serves it in a process of its own, as `next build` and `next start` do. */
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const NEXT = join(createRequire(import.meta.url).resolve("next/package.json"), "../dist/bin/next");

/** A served Next.js app. */
export interface NextServer {
  readonly port: number;
  readonly child: ChildProcess;
  close(): Promise<void>;
}

/** Builds the app in `folder` and starts it on a free port. */
export async function nextServer(folder: string, given: Readonly<Record<string, string>> = {}): Promise<NextServer> {
  // Next.js lets nobody build into a folder that another build has locked.
  const dist = `node_modules/.next-${process.pid}`;
  // `CI` keeps the build from installing packages by itself.
  const own = { CI: "1", NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", NEXT_DIST_DIR: dist, ...given };
  const env = { ...process.env, ...own } as NodeJS.ProcessEnv;
  const built = spawnSync(process.execPath, [NEXT, "build"], { cwd: folder, env, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`next build failed:\n${built.stdout}\n${built.stderr}`);
  const child = fork(NEXT, ["start", "-p", "0", "-H", "127.0.0.1"], { cwd: folder, env, execArgv: [], silent: true });
  const port = await portOf(child);
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    await once(child, "exit");
    rmSync(join(folder, dist), { recursive: true, force: true });
  };
  return { port, child, close };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const port = /http:\/\/[^\s:]+:(\d+)[\s\S]*Ready/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", () => reject(new Error(`next start ended:\n${text}`)));
  });
}
