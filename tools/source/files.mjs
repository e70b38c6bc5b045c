/** Lists the files of the project that people write, leaving out what is installed, built or stored. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const NOT_WRITTEN = new Set(["node_modules", "dist", ".data", ".git", "coverage"]);

/**
 * Every file below `root` whose name ends in one of `endings`, as paths from `root` with forward slashes, sorted.
 *
 * @param {string} root
 * @param {readonly string[]} endings
 * @returns {string[]}
 */
export function filesBelow(root, endings) {
  return walk(root)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => relative(root, path).split(sep).join("/"))
    .sort();
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_WRITTEN.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() ? [path] : [];
  });
}

/**
 * The text of a file named from `root`.
 *
 * @param {string} root
 * @param {string} path
 * @returns {string}
 */
export function textOf(root, path) {
  return readFileSync(join(root, path), "utf8");
}
