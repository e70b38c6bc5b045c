/** Finds code that reads the environment, the time or the outside world where the table does not allow it. */
import { lineAt } from "../source/mask.mjs";
import { isTest } from "./places.mjs";

/** @returns {import("../source/report.mjs").Violation[]} */
export function reachFaults(source, rules) {
  if (isTest(source.file, rules)) return [];
  return rules.reach
    .filter((row) => startsWithAny(source.file, row.within) && !startsWithAny(source.file, row.allowed))
    .flatMap((row) => linesOf(source, row).map((line) => ({ file: source.file, line, rule: row.rule, fix: row.fix })));
}

function startsWithAny(file, paths) {
  return paths.some((path) => (path.endsWith("/") ? file.startsWith(path) : file === path));
}

function linesOf(source, { code, named, computed }) {
  const uses = code === undefined ? [] : [...source.code.matchAll(code)].map(({ index }) => lineAt(source.code, index));
  const imports = source.imports.filter((one) => isNamed(one, named) || (computed && one.specifier === undefined));
  return [...uses, ...imports.map(({ line }) => line)];
}

/** Whether an import is one that `named` speaks of: its module, and there only certain names, or all but the pure ones. */
function isNamed({ specifier, typeOnly, names }, named) {
  if (named === undefined || typeOnly || !named.modules.includes(specifier)) return false;
  const taken = takenFrom(names);
  if (named.names !== undefined) return taken.some((name) => named.names.includes(name));
  const pure = named.pure[specifier] ?? [];
  return taken.length === 0 || taken.some((name) => !pure.includes(name));
}

/** The names that a clause such as `{ isIP, type Server, env as settings }` takes and leaves at run time. */
function takenFrom(clause) {
  const names = clause.replace(/[{}]/g, ",").split(",");
  return names
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => name.split(/\s/)[0]);
}
