/** Draws one small line chart as SVG: a logarithmic x axis, a y axis from zero, and a few named lines. */

const WIDTH = 640;
const HEIGHT = 320;
const LEFT = 64;
const RIGHT = 120;
const TOP = 40;
const BOTTOM = 48;
const COLOURS = ["#0b6e4f", "#c8553d", "#28536b", "#f2a541"];
const STEPS = 4;

/**
 * The chart.
 *
 * @param chart `lines` by name, each a list of [x, y] with x above 0.
 */
export function lineChart({ title, xLabel, yLabel, lines }) {
  const points = Object.values(lines).flat();
  const xs = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
  const top = niceCeiling(Math.max(...points.map(([, y]) => y)));
  const [first, last] = [Math.log(xs[0]), Math.log(xs.at(-1))];
  const x = (value) => LEFT + ((Math.log(value) - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const scale = Array.from({ length: STEPS + 1 }, (_, step) => (top * step) / STEPS);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(WIDTH / 2, 20, title, 'text-anchor="middle" font-weight="bold"'),
    ...scale.map((value) => gridLine(y(value), value)),
    ...xs.map((value) => text(x(value), HEIGHT - BOTTOM + 16, short(value), 'text-anchor="middle"')),
    text((WIDTH - RIGHT + LEFT) / 2, HEIGHT - 10, xLabel, 'text-anchor="middle"'),
    text(14, TOP - 12, yLabel),
    ...Object.entries(lines).flatMap(([name, line], at) =>
      drawn(
        name,
        line.map(([a, b]) => [x(a), y(b)]),
        at,
      ),
    ),
    "</svg>\n",
  ].join("\n");
}

function drawn(name, points, at) {
  const colour = COLOURS[at % COLOURS.length];
  const path = points.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join(" ");
  const [endX, endY] = points.at(-1);
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...points.map(([a, b]) => `<circle cx="${a.toFixed(1)}" cy="${b.toFixed(1)}" r="3" fill="${colour}"/>`),
    text(endX + 8, endY + 4, name, `fill="${colour}"`),
  ];
}

function gridLine(y, value) {
  const line = `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#ddd"/>`;
  return line + text(LEFT - 6, y + 4, short(value), 'text-anchor="end"');
}

function text(x, y, content, attributes = "") {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${content}</text>`;
}

function niceCeiling(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 8, 10].map((factor) => factor * unit).find((nice) => nice >= value);
}

function short(value) {
  if (value >= 1e6) return `${+(value / 1e6).toFixed(1)}M`;
  return value >= 1000 ? `${+(value / 1000).toFixed(1)}k` : String(+value.toFixed(2));
}
