/** Says where a file stands in the table of the architecture: its zone, its place and its floor. */

/** What stands behind a source's name. */
export const EXTENSION = /(?:\.d)?\.[mc]?[jt]sx?$/;

/**
 * The zone and the place of a file, or undefined where the table has none for it.
 *
 * @param {string} file
 */
export function placeOf(file, { zones }) {
  for (const zone of zones) {
    const folder = prefixMatching(file, zone.folder);
    if (folder === undefined) continue;
    if (zone.places === undefined) return { zone, folder, name: folder, row: {} };
    const inside = file.slice(folder.length + 1);
    return rowFor(inside, zone, folder);
  }
  return undefined;
}

function rowFor(inside, zone, folder) {
  for (const row of zone.places) {
    const name = prefixMatching(inside.replace(EXTENSION, ""), row.place) ?? prefixMatching(inside, row.place);
    if (name !== undefined) return { zone, folder, name, row, rest: inside.slice(name.length).replace(/^\//, "") };
  }
  return undefined;
}

/** The leading part of `path` that `pattern` names, where `*` is any one folder or file. */
function prefixMatching(path, pattern) {
  const wanted = pattern.split("/");
  const given = path.split("/");
  const fits = wanted.every((part, at) => given[at] !== undefined && (part === "*" || part === given[at]));
  return fits ? given.slice(0, wanted.length).join("/") : undefined;
}

/** Whether a file is test code, which may read time, environment and I/O. */
export function isTest(file, rules) {
  return /\.(?:test|contract|test-d)\.[mc]?[jt]sx?$/.test(file) || placeOf(file, rules)?.row.testCode === true;
}
