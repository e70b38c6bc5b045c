/** The tarball users install, made once for each suite and unpacked into projects of its own outside this repository. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The library's folder. */
export const LIBRARY = fileURLToPath(new URL("../..", import.meta.url));
/** The repository's own installed packages. */
export const INSTALLED = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/** A packed library. */
export interface Packed {
  readonly tarball: string;
  /** Makes a project that has the library, and of other packages only those named; `files` by path. */
  project(packages: readonly string[], files?: Readonly<Record<string, string>>): string;
  remove(): void;
}

/** Packs the library as it was built. */
export function packed(): Packed {
  if (!existsSync(join(LIBRARY, "dist/index.js"))) throw new Error("Build first: npx tsc -b packages/cloche");
  const root = mkdtempSync(join(tmpdir(), "cloche-package-"));
  succeeded("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", root], LIBRARY);
  const tarball = join(root, readdirSync(root).find((name) => name.endsWith(".tgz")) ?? "");
  let made = 0;
  return {
    tarball,
    project(packages, files = {}) {
      made += 1;
      const folder = join(root, `project-${made}`);
      const library = join(folder, "node_modules/cloche");
      mkdirSync(library, { recursive: true });
      succeeded("tar", ["-xzf", tarball, "--strip-components=1", "-C", library], folder);
      for (const name of packages) link(name, folder);
      for (const [path, text] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
        writeFileSync(join(folder, path), text);
      }
      return folder;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function link(name: string, folder: string): void {
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  const own = join(LIBRARY, "node_modules", name);
  symlinkSync(existsSync(own) ? own : join(INSTALLED, name), path, "dir");
}

/** The public subpaths with the file of each: `cloche/jwt` to `dist/layers/jwt/index.js`. */
export function doors(): ReadonlyMap<string, string> {
  const { exports } = JSON.parse(readFileSync(join(LIBRARY, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  const found = Object.entries(exports).flatMap(([path, target]) =>
    typeof target === "string" ? [] : [[`cloche${path.slice(1)}`, target.default.slice(2)] as const],
  );
  return new Map(found);
}

/** Runs a module in a project and gives back what it printed as JSON. */
export function printed(folder: string, script: string): unknown {
  return JSON.parse(succeeded(process.execPath, ["--input-type=module", "--eval", script], folder)) as unknown;
}

/** Runs a program that must end with 0, and gives back what it wrote. */
export function succeeded(program: string, parameters: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status === 0) return stdout;
  throw new Error(`${program} ${parameters.join(" ").slice(0, 80)} ended with ${status}:\n${stdout}${stderr}`);
}
