/** The generated rules fire over the metrics that a process really tells, judged by the real promtool. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AlertRule,
  alerts,
  DEFAULT_ALERT_RULES,
  grafanaDashboard,
  metrics,
  observer,
  prometheusRules,
} from "cloche/observe";
import * as client from "prom-client";
import { afterAll, describe, expect, it } from "vitest";
import { findPromtool } from "../../../../tools/promtool.mjs";

const promtool = findPromtool();
const folder = mkdtempSync(join(tmpdir(), "cloche-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function judged(words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(promtool ?? "", words, { cwd: folder, encoding: "utf8" });
  return status === 0 ? "" : stdout + stderr;
}

const FIRST_SEEN: AlertRule = {
  name: "new_network",
  kind: "first_seen",
  severity: "look",
  summary: 'A "new" network: it \\ signs in.',
  action: "Ask.",
  on: { events: ["sign_in.succeeded"] },
  of: "network",
  by: "callerId",
  learn: "1 day",
};

describe.skipIf(promtool === undefined)("the rules for Prometheus (Debian: apt-get install prometheus)", () => {
  it("are well-formed, every kind of them and every text", () => {
    writeFileSync(join(folder, "rules.yml"), prometheusRules([...DEFAULT_ALERT_RULES, FIRST_SEEN]));
    expect(judged(["check", "rules", "rules.yml"])).toBe("");
  });

  it("fire for what they are for, and stay silent on a quiet evening", () => {
    writeFileSync(join(folder, "rules.yml"), prometheusRules());
    const events = (event: string, reason: string) =>
      `'cloche_security_events_total{event="${event}",reason="${reason}"}'`;
    const test = (alertname: string, series: readonly string[], labels: string | undefined) =>
      [
        "  - interval: 1m",
        "    input_series:",
        ...series.map((one) => `      - ${one}`),
        "    alert_rule_test:",
        `      - { eval_time: 9m, alertname: ${alertname}, exp_alerts: [${labels ?? ""}] }`,
      ].join("\n");
    const expected = (rule: string) => {
      const { severity, summary, action } = DEFAULT_ALERT_RULES.find(({ name }) => name === rule) as AlertRule;
      const texts = JSON.stringify({ summary, action });
      return `{ exp_labels: { rule: ${rule}, severity: ${severity} }, exp_annotations: ${texts} }`;
    };
    const serie = (name: string, values: string) => `{ series: ${name}, values: '${values}' }`;
    const requests = (values: string) =>
      serie(`'cloche_requests_total{method="GET",route="GET /",status="200"}'`, values);
    const forged = (values: string) => serie(events("request.refused", "token_signature_wrong"), values);
    const cases = [
      test("ClocheForgedTokens", [forged("0+5x10")], expected("forged_tokens")),
      test("ClocheForgedTokens", [serie(events("request.refused", "token_expired"), "0+50x10")], undefined),
      test("ClocheStoreAway", [serie(events("alert.raised", "store_away"), "0x4 1x6")], expected("store_away")),
      test("ClocheStoreAway", [serie(events("alert.raised", "store_away"), "0x10")], undefined),
      test(
        "ClocheRefusalsRising",
        [requests("0+100x10"), serie(events("request.refused", "forbidden"), "0+30x10")],
        expected("refusals_rising"),
      ),
      test(
        "ClocheRefusalsRising",
        [requests("0+1000x10"), serie(events("request.refused", "forbidden"), "0+30x10")],
        undefined,
      ),
    ];
    const file = ["rule_files: [rules.yml]", "evaluation_interval: 1m", "tests:", ...cases, ""].join("\n");
    writeFileSync(join(folder, "tests.yml"), file);
    expect(judged(["test", "rules", "tests.yml"])).toBe("");
  });

  it("name only metrics that a process tells, in a form the linter takes", async () => {
    const registry = new client.Registry();
    const measured = metrics({ client, registry });
    const alarm = alerts({ requests: () => measured.requests() });
    measured.declare({ routes: [{ method: "GET", route: "GET /" }], alerts: alarm.rules.map(({ name }) => name) });
    const observe = observer({ metrics: measured, alerts: alarm });
    observe.event({ name: "store.away", at: 1, subject: "limits" });
    const text = await measured.text();
    expect(text).toContain('cloche_security_events_total{event="alert.raised",reason="store_away"} 1');
    expect(text).toContain('cloche_security_events_total{event="alert.raised",reason="forged_tokens"} 0');
    const { status, stderr } = spawnSync(promtool ?? "", ["check", "metrics"], { input: text, encoding: "utf8" });
    expect(`${status} ${stderr}`).toBe("0 ");
    const named = new Set(prometheusRules().match(/cloche_[a-z_]+/g));
    for (const name of named) expect(text).toContain(name);
  });
});

describe("the dashboard", () => {
  it("has a light for each rule, and panels that do not overlap", () => {
    const { panels } = grafanaDashboard() as { panels: { gridPos: Record<"x" | "y" | "w" | "h", number> }[] };
    expect(JSON.stringify(panels[0])).toContain("credential_stuffing");
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(JSON.parse(JSON.stringify(grafanaDashboard()))).toEqual(grafanaDashboard());
  });
});
