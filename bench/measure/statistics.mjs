/** Small statistics and Markdown that every report uses. */

/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that a quarter of the values lie below. */
export function lowerQuartile(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 2];
}

/** A Markdown table of texts. */
export function markdownTable(heads, rows) {
  const lines = [heads, heads.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
