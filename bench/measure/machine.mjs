/** Tells on what a measurement was taken. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { cpus, totalmem } from "node:os";

const require = createRequire(import.meta.url);
const NAMED = ["fastify", "express", "hono", "@nestjs/core", "jsonwebtoken", "zod", "helmet", "stripe"];

/** The processor, memory and Node.js in one sentence. */
export function machine(node = process.execPath) {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  return `${cores[0].model.trim()}, ${cores.length} cores, ${memory} GB, ${process.platform}; Node.js ${version}.`;
}

/** The versions of the parts that are measured. */
export function versions() {
  return `${NAMED.map((name) => `${name} ${versionOf(name)}`).join(", ")}.`;
}

function versionOf(name) {
  const from = require.resolve.paths(name).map((folder) => `${folder}/${name}/package.json`);
  for (const file of from) {
    try {
      return require(file).version;
    } catch {
      // The next folder up.
    }
  }
  return "unknown";
}
