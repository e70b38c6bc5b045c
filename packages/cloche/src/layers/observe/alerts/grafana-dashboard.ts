/** A Grafana dashboard over the metrics, made from the same rules. */
import type { AlertRule } from "./alert-rule.js";
import { DEFAULT_ALERT_RULES } from "./default-rules.js";
import { prometheusExpression } from "./prometheus-rules.js";

interface Panel {
  readonly title: string;
  readonly expr: string;
  readonly legend: string;
  readonly unit?: string;
  readonly stacked?: boolean;
}

const WINDOW = "[$__rate_interval]";
const DURATION = "cloche_request_duration_seconds_bucket";

const PANELS: readonly Panel[] = [
  {
    title: "Requests by status",
    expr: `sum by (status) (rate(cloche_requests_total${WINDOW}))`,
    legend: "{{status}}",
    unit: "reqps",
    stacked: true,
  },
  {
    title: "Refusals by reason",
    expr: `sum by (reason) (rate(cloche_refusals_total${WINDOW}))`,
    legend: "{{reason}}",
    unit: "reqps",
    stacked: true,
  },
  {
    title: "Refusals by route",
    expr: `topk(10, sum by (route) (rate(cloche_refusals_total${WINDOW})))`,
    legend: "{{route}}",
    unit: "reqps",
  },
  {
    title: "Security events",
    expr: `sum by (event) (increase(cloche_security_events_total${WINDOW}))`,
    legend: "{{event}}",
  },
  {
    title: "Slowest twentieth of requests",
    expr: `histogram_quantile(0.95, sum by (le, route) (rate(${DURATION}${WINDOW})))`,
    legend: "{{route}}",
    unit: "s",
  },
  {
    title: "Time of each layer, mean",
    expr: `sum by (step) (rate(cloche_step_duration_seconds_sum${WINDOW})) / sum by (step) (rate(cloche_step_duration_seconds_count${WINDOW}))`,
    legend: "{{step}}",
    unit: "s",
  },
  {
    title: "Alerts raised",
    expr: `sum by (reason) (increase(cloche_security_events_total{event="alert.raised"}${WINDOW}))`,
    legend: "{{reason}}",
  },
  { title: "Lost lines and events", expr: `sum(increase(cloche_events_dropped_total${WINDOW}))`, legend: "lost" },
];

const COLUMNS = 2;
const PANEL_WIDTH = 12;
const PANEL_HEIGHT = 8;
const DATASOURCE = { type: "prometheus", uid: "$datasource" };

/**
 * A dashboard to import, as an object to write as JSON: traffic, refusals, events, times, and one light for each rule.
 *
 * @example
 * writeFileSync("cloche.dashboard.json", JSON.stringify(grafanaDashboard()));
 */
export function grafanaDashboard(rules: readonly AlertRule[] = DEFAULT_ALERT_RULES): object {
  return {
    title: "Cloche",
    uid: "cloche",
    tags: ["cloche", "security"],
    schemaVersion: 39,
    editable: true,
    time: { from: "now-6h", to: "now" },
    refresh: "30s",
    templating: { list: [{ name: "datasource", label: "Data source", type: "datasource", query: "prometheus" }] },
    panels: [lights(rules), ...PANELS.map(panelOf)],
  };
}

/** The first panel: a rule whose expression holds has a value, and is red. */
function lights(rules: readonly AlertRule[]): object {
  return {
    id: 1,
    type: "stat",
    title: "Alerts",
    datasource: DATASOURCE,
    gridPos: { x: 0, y: 0, w: COLUMNS * PANEL_WIDTH, h: 6 },
    targets: rules.map((rule, index) => ({
      refId: `R${index}`,
      expr: `count(${prometheusExpression(rule)}) or vector(0)`,
      legendFormat: rule.name,
      instant: true,
    })),
    fieldConfig: {
      defaults: {
        thresholds: {
          mode: "absolute",
          steps: [
            { color: "green", value: null },
            { color: "red", value: 1 },
          ],
        },
      },
      overrides: [],
    },
    options: { colorMode: "background", textMode: "name", reduceOptions: { calcs: ["lastNotNull"] } },
  };
}

function panelOf({ title, expr, legend, unit = "short", stacked = false }: Panel, index: number): object {
  const row = Math.floor(index / COLUMNS);
  return {
    id: index + 2,
    type: "timeseries",
    title,
    datasource: DATASOURCE,
    gridPos: {
      x: (index % COLUMNS) * PANEL_WIDTH,
      y: 6 + row * PANEL_HEIGHT,
      w: PANEL_WIDTH,
      h: PANEL_HEIGHT,
    },
    targets: [{ refId: "A", expr, legendFormat: legend }],
    fieldConfig: {
      defaults: { unit, custom: { fillOpacity: 20, stacking: { mode: stacked ? "normal" : "none" } } },
      overrides: [],
    },
    options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
  };
}
