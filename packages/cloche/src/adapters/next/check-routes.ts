/** Finds forgotten routes of a Next.js project before it is built, since Next.js cannot list them at run time. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assertCovered, type Contract, routesOfFile } from "../../gate/index.js";

const SOURCE = /\.(?:[jt]sx?|m[jt]s)$/;
const NOT_SOURCES = /^(?:\.|node_modules$|dist$|build$|out$|public$)/;

/**
 * Compares every `route` file, every file of `pages/api` and every server action below the project's folder with the
 * contracts. Call it where it stops the build: in a script before `next build`, or in a test.
 *
 * @param folder The project's folder, which holds `app` or `src/app`.
 * @throws ConfigError `route_uncovered` naming each method and path that no contract is for, or that is not made by
 *   `route`, `routes`, `guard` or `action` of `cloche/next` in the file itself
 * @example
 * checkNextRoutes(import.meta.dirname, [readMenu, placeOrder]);
 */
export function checkNextRoutes(folder: string, contracts: readonly Contract[]): void {
  const files = sourcesBelow(folder, "").map((file) => ({ file, source: readFileSync(join(folder, file), "utf8") }));
  assertCovered(files.flatMap((file) => routesOfFile(file, contracts)));
}

function sourcesBelow(folder: string, below: string): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return NOT_SOURCES.test(entry.name) ? [] : sourcesBelow(folder, path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}
