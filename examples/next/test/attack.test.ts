/** The example is built and started in processes of its own, as its users would. */
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { attackExample } from "example-shared/attack";

const NEXT = join(createRequire(import.meta.url).resolve("next/package.json"), "../dist/bin/next");

attackExample("the example on Next.js", async ({ jwtSecret, stripeWebhookSecret }) => {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  // Next.js lets nobody build into a folder that another build has locked; `CI` keeps it from installing packages.
  const dist = `node_modules/.next-${process.pid}`;
  const own = { CI: "1", NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", NEXT_DIST_DIR: dist } as const;
  const secrets = { JWT_SECRET: jwtSecret, STRIPE_WEBHOOK_SECRET: stripeWebhookSecret };
  const built = spawnSync(process.execPath, [NEXT, "build"], {
    cwd,
    env: { ...process.env, ...own },
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`next build failed:\n${built.stdout}\n${built.stderr}`);
  const env = { ...process.env, ...own, ...secrets };
  const child = fork(NEXT, ["start", "-p", "0", "-H", "127.0.0.1"], { cwd, env, execArgv: [], silent: true });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    await once(child, "exit");
    rmSync(join(cwd, dist), { recursive: true, force: true });
  };
  return { port: await portOf(child, lines), lines: () => lines, close };
});

async function portOf(child: ChildProcess, lines: readonly string[]): Promise<number> {
  while (child.exitCode === null) {
    const port = /http:\/\/[^\s:]+:(\d+)[\s\S]*Ready/.exec(lines.join(""))?.[1];
    if (port !== undefined) return Number(port);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`next start ended:\n${lines.join("")}`);
}
