/** What a bundler makes of the doors that live in bundles: one file that runs by itself, without workers or files beside it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { packed, printed, succeeded } from "./packed.js";

const library = packed();
afterAll(() => library.remove());

/** What breaks once the code has been moved into one file: loggers start workers by a path, and read files beside them. */
const TIES = /worker_threads|new Worker\(|new URL\([^)]*import\.meta|__dirname|createRequire|\brequire\(|\bimport\(/;

const OBSERVE = `
import { jsonSink, metrics, observer, otelMetrics, otelTraces, pinoSink, redaction, winstonSink } from "cloche/observe";
const lines = [];
const observe = observer({ logger: jsonSink({ write: (line) => lines.push(line) }), redaction: redaction() });
observe.event({ name: "request.refused", at: 0, reason: "forbidden" });
console.log(JSON.stringify({
  lines,
  made: [metrics, otelMetrics, otelTraces, pinoSink, winstonSink].map((make) => typeof make),
}));
`;
const NEXT = `
import { createGate } from "cloche";
import * as door from "cloche/next";
createGate({});
console.log(JSON.stringify(Object.keys(door).length));
`;

/** Bundles with Vite's bundler as a server's code, with Next.js itself left outside. */
function bundled(entry: string): { readonly text: string; readonly folder: string } {
  const folder = library.project(["next", "react", "react-dom", "pino", "rolldown"], { "entry.js": entry });
  const bundle = `
    import { rolldown } from "rolldown";
    const made = await rolldown({ input: "entry.js", platform: "node", external: [/^node:/, /^next/], logLevel: "silent" });
    const { output } = await made.write({ file: "out.js", format: "esm" });
    console.log(JSON.stringify(output.map(({ fileName }) => fileName)));`;
  const files = JSON.parse(succeeded(process.execPath, ["--input-type=module", "--eval", bundle], folder)) as unknown;
  expect(files).toEqual(["out.js"]);
  return { folder, text: readFileSync(join(folder, "out.js"), "utf8") };
}

describe("a bundle", () => {
  it("of cloche/observe is one file that runs, and starts no worker", () => {
    const { folder, text } = bundled(OBSERVE);
    expect(text).not.toMatch(TIES);
    const { lines, made } = printed(folder, 'await import("./out.js")') as { lines: string[]; made: string[] };
    expect(lines).toHaveLength(1);
    expect(new Set(made)).toEqual(new Set(["function"]));
  });

  it("would show a logger's workers", () => {
    expect(bundled('import pino from "pino";\nconsole.log(typeof pino);').text).toMatch(TIES);
  });

  it("of cloche/next is one file that runs, with only what asks Next.js left to load later", () => {
    const { folder, text } = bundled(NEXT);
    expect(text.replaceAll(/import\("(?:next\/[\w.]+|node:[\w/]+)"\)/g, "")).not.toMatch(TIES);
    expect(printed(folder, 'await import("./out.js")')).toBeGreaterThan(0);
  });
});
