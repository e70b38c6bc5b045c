/** Compiles the fenced examples of the documentation together, and runs those that say they can be run. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

const TSC = createRequire(import.meta.url)
  .resolve("typescript/package.json")
  .replace(/package\.json$/, "bin/tsc");
const PATIENCE_MILLISECONDS = 20_000;
const AT_ONCE = 2;
const DIAGNOSTIC = /^(.+?)\((\d+),\d+\): error (TS\d+: .*)$/;

/**
 * Writes the examples below `root`, so that `cloche` resolves as it does for a user, and checks them.
 *
 * @param {string} root
 * @param {readonly { file: string, line: number, info: readonly string[], text: string }[]} blocks
 * @returns {Promise<import("../source/report.mjs").Violation[]>}
 */
export async function exampleFaults(root, blocks) {
  const folder = join(root, "node_modules/.cache/cloche-docs");
  const examples = blocks.map((block) => ({ ...block, path: pathOf(block) }));
  lay(folder, root, examples);
  const faults = examples.length === 0 ? [] : compile(folder, examples);
  if (faults.length > 0) return faults;
  return runAll(
    folder,
    examples.filter(({ info }) => info.includes("run")),
  );
}

/** One folder a page, so that its blocks may import each other where they name themselves with `file=`. */
function pathOf({ file, line, info }) {
  const name = info.find((word) => word.startsWith("file="))?.slice("file=".length) ?? `line-${line}.ts`;
  return join(file.replace(/\.md$/, "").replaceAll(/[^\w/-]/g, "-"), name);
}

function lay(folder, root, examples) {
  rmSync(folder, { recursive: true, force: true });
  const files = {
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify(settings(folder, root, examples)),
    ...Object.fromEntries(examples.map(({ path, text }) => [path, `${text}export {};\n`])),
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function settings(folder, root, examples) {
  return {
    extends: relative(folder, join(root, "tsconfig.base.json")),
    compilerOptions: {
      composite: false,
      declaration: false,
      declarationMap: false,
      sourceMap: false,
      rootDir: ".",
      outDir: "out",
    },
    files: examples.map(({ path }) => path),
  };
}

function compile(folder, examples) {
  const { stdout, status } = spawnSync(process.execPath, [TSC, "-p", folder, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  const faults = stdout.split("\n").flatMap((text) => {
    const [, path, line, message] = DIAGNOSTIC.exec(text) ?? [];
    const example = examples.find((one) => one.path === path);
    if (example === undefined) return [];
    return [{ file: example.file, line: example.line + Number(line), rule: "example-does-not-compile", fix: message }];
  });
  if (status === 0 || faults.length > 0) return faults;
  return [{ file: "tsconfig.base.json", line: 1, rule: "examples-not-compiled", fix: stdout.trim().slice(0, 500) }];
}

async function runAll(folder, examples) {
  const waiting = [...examples];
  const faults = [];
  const worker = async () => {
    for (let example = waiting.shift(); example !== undefined; example = waiting.shift()) {
      const said = await run(folder, example);
      const { file, line } = example;
      if (said !== undefined) faults.push({ file, line, rule: "example-does-not-run", fix: said });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return faults;
}

/** What went wrong, or undefined where the example ended with 0 in time. */
function run(folder, { path }) {
  return new Promise((resolve) => {
    const program = join(folder, "out", path.replace(/\.ts$/, ".js"));
    const child = spawn(process.execPath, [program], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    const said = { text: "" };
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MILLISECONDS);
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      said.text += chunk;
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(undefined);
      else if (signal === "SIGKILL") resolve(`It was still running after ${PATIENCE_MILLISECONDS / 1000} s.`);
      else resolve(`It ended with ${code ?? signal}: ${reasonIn(said.text)}`);
    });
  });
}

function reasonIn(stderr) {
  return (/^\w*Error\b.*$/m.exec(stderr)?.[0] ?? stderr.trim().slice(0, 300)) || "it said nothing.";
}
