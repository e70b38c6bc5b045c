/** The tables of a run: every peer under one kind of load, and what stands behind the names. */
import { KINDS } from "./kinds.mjs";
import { PEERS } from "./peers.mjs";
import { FOREIGN_LIMIT } from "./round.mjs";
import { markdownTable, median } from "./statistics.mjs";

const BASES = ["floor", "by-hand", "recipe", "recipe-key"];

/** Everything a run found, as Markdown: a sentence, and a table for each kind of load. */
export function runReport({ rounds, seconds, node, connections }) {
  const ids = PEERS.map(({ id }) => id).filter((id) => id in rounds[0]);
  const kinds = KINDS.map((kind) => `### ${kind.title}\n\n${kindTable(kind.id, ids, rounds)}`);
  return [`Medians of ${rounds.length} rounds of ${seconds} s a sample over ${connections} connections. ${node}`]
    .concat(busyNote(rounds), kinds)
    .join("\n\n");
}

function busyNote(rounds) {
  const samples = rounds.flatMap((round) => Object.values(round).flatMap((kinds) => Object.values(kinds)));
  const busy = samples.filter(({ foreign }) => foreign >= FOREIGN_LIMIT).length;
  if (busy === 0) return [];
  return [
    `**Taken on a loaded machine:** during ${busy} of ${samples.length} samples other programs held more than ` +
      `${FOREIGN_LIMIT * 100} % of the server's core. Trust the ratios before the figures.`,
  ];
}

function kindTable(kind, ids, rounds) {
  const bases = BASES.filter((base) => ids.includes(base));
  const of = (id, field) => rounds.map((round) => round[id][kind][field]);
  const middle = (id, field, digits) => median(of(id, field)).toFixed(digits);
  const rows = ids.map((id) => {
    const cpu = of(id, "cpuUs");
    return [
      id,
      middle(id, "cpuUs", 1),
      `${Math.min(...cpu).toFixed(1)}\u2013${Math.max(...cpu).toFixed(1)}`,
      ...bases.map((base) => ratio(rounds, { kind, id, base }).toFixed(2)),
      middle(id, "rps", 0),
      middle(id, "p50Ms", 2),
      middle(id, "p99Ms", 2),
      middle(id, "rssMb", 0),
      (100 * median(of(id, "foreign"))).toFixed(1),
    ];
  });
  const shares = bases.map((base) => `\u00d7 ${base}`);
  const heads = [
    "server",
    "CPU \u00b5s",
    "least\u2013most",
    ...shares,
    "answers/s",
    "p50 ms",
    "p99 ms",
    "RSS MB",
    "foreign %",
  ];
  return markdownTable(heads, rows);
}

/** The median, over the rounds, of one server's figure against another's in the same round. */
export function ratio(rounds, { kind, id, base, field = "cpuUs" }) {
  return median(rounds.map((round) => round[id][kind][field] / round[base][kind][field]));
}

/** What the names stand for. */
export function peerList() {
  return markdownTable(
    ["server", "what it is"],
    PEERS.map(({ id, note }) => [id, note]),
  );
}
