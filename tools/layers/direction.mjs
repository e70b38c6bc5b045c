/** Judges every import by the floors of the table: downwards, through a door, never sideways, never out of the zone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXTENSION, isTest, placeOf } from "./places.mjs";

/**
 * @param {ReturnType<typeof import("./sources.mjs").edgesOf>} edges
 * @returns {import("../source/report.mjs").Violation[]}
 */
export function directionFaults(edges, { root, rules }) {
  const manifest = JSON.parse(readFileSync(join(root, rules.library.manifest), "utf8"));
  const context = { rules, subpaths: subpathsOf(manifest), peers: Object.keys(manifest.peerDependencies ?? {}) };
  return edges.flatMap((edge) => {
    const from = placeOf(edge.file, rules);
    if (from === undefined) return [];
    const fault = edge.target === undefined ? packageFault(edge, from, context) : relativeFault(edge, from, context);
    return fault === undefined ? [] : [{ file: edge.file, line: edge.line, ...fault }];
  });
}

/** The public names of the package, such as `cloche/jwt`. */
export function subpathsOf({ name, exports }) {
  return Object.keys(exports).map((path) => name + path.slice(1));
}

function packageFault({ file, specifier }, from, { rules, subpaths, peers }) {
  const named = packageOf(specifier);
  const test = isTest(file, rules);
  if (named === rules.library.name) {
    if (from.zone.packages === "peers" && !test)
      return { rule: "self-import", fix: "The library imports its own files by relative path, or checks see nothing." };
    if (!subpaths.includes(specifier))
      return { rule: "private-subpath", fix: `"${specifier}" is not public; known are ${subpaths.join(", ")}.` };
  }
  if (test) return undefined;
  const allowed = from.row.packages ?? from.zone.packages;
  if (allowed === undefined) return undefined;
  const known = allowed === "peers" ? specifier.startsWith("node:") || peers.includes(named) : allowed.includes(named);
  return known
    ? undefined
    : { rule: "undeclared-package", fix: `Do without "${named}", or declare it (table, peers).` };
}

function packageOf(specifier) {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

function relativeFault(edge, from, context) {
  const test = isTest(edge.file, context.rules);
  if (!edge.target.startsWith(`${from.folder}/`)) return leavingFault(edge.target, from, test);
  if (from.zone.places === undefined) return undefined;
  if (!test && /\.test\.[mc]?[jt]sx?$/.test(edge.target))
    return { rule: "imports-test", fix: "Move what both need into a file that is no test." };
  const to = placeOf(edge.target, context.rules);
  if (to === undefined || to.name === from.name) return undefined;
  if (test && from.zone.testsImport?.includes(to.name)) return doorFault(to);
  return floorFault(from, to) ?? (from.row.anyFile ? undefined : doorFault(to));
}

function leavingFault(target, { zone, folder }, test) {
  const open = [...(zone.reaches ?? []), ...((test && zone.testsReach) || [])];
  if (open.some((reach) => target.startsWith(`${reach}/`))) return undefined;
  return { rule: "leaves-zone", fix: `Stay inside ${folder}; the library is imported by its public name.` };
}

function floorFault(from, to) {
  if (to.row.floor > from.row.floor)
    return { rule: "upward", fix: `${from.name} stands below ${to.name}: take what is needed as a parameter.` };
  if (to.row.floor === from.row.floor)
    return {
      rule: "sideways",
      fix: `${from.name} and ${to.name} never meet: move it down, or pass it as a parameter.`,
    };
  if (from.row.only !== undefined && !from.row.only.includes(to.name))
    return { rule: "not-listed", fix: `${from.name} may import only ${from.row.only.join(" and ")}.` };
  return undefined;
}

function doorFault({ name, rest, row }) {
  const doors = row.doors ?? ["index"];
  const written = rest.replace(EXTENSION, "");
  if (written === "" || doors.includes("*") || doors.includes(written)) return undefined;
  return { rule: "past-the-door", fix: `Import it through ${name}/${doors[0]}.js.` };
}
