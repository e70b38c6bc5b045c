/** Finds every group of files that import each other in a circle, whatever the kind of import. */

/** @returns {import("../source/report.mjs").Violation[]} */
export function cyclesIn(edges) {
  const graph = graphOf(edges);
  return groupsOf(graph).map((group) => {
    const [start] = [...group].toSorted((one, other) => one.localeCompare(other));
    const path = circleFrom(start, group, graph);
    const { line } = edges.find(({ file, target }) => file === start && target === path[1]);
    const fix = `Break the circle ${path.join(" -> ")}: move what both need into a file of its own.`;
    return { file: start, line, rule: "cycle", fix };
  });
}

function graphOf(edges) {
  const graph = new Map();
  for (const { file, target, known } of edges) {
    if (!known) continue;
    const targets = graph.get(file) ?? new Set();
    graph.set(file, targets.add(target));
  }
  return graph;
}

/** Tarjan's strongly connected components, of which only those with a circle are kept. */
function groupsOf(graph) {
  const state = { graph, indexes: new Map(), lows: new Map(), stack: [], groups: [] };
  for (const file of graph.keys()) if (!state.indexes.has(file)) visit(file, state);
  return state.groups.filter((group) => group.size > 1 || [...group].some((file) => graph.get(file)?.has(file)));
}

function visit(file, state) {
  const index = state.indexes.size;
  state.indexes.set(file, index);
  state.lows.set(file, index);
  state.stack.push(file);
  for (const target of state.graph.get(file) ?? []) {
    if (!state.indexes.has(target)) visit(target, state);
    if (state.stack.includes(target)) state.lows.set(file, Math.min(state.lows.get(file), state.lows.get(target)));
  }
  if (state.lows.get(file) === index) state.groups.push(new Set(state.stack.splice(state.stack.indexOf(file))));
}

/** The shortest way from `start` back to itself inside its group. */
function circleFrom(start, group, graph) {
  const queue = [[start]];
  const seen = new Set();
  for (const path of queue) {
    for (const target of graph.get(path.at(-1)) ?? []) {
      if (target === start) return [...path, start];
      if (group.has(target) && !seen.has(target)) queue.push([...path, target]);
      seen.add(target);
    }
  }
  return [start, start];
}
