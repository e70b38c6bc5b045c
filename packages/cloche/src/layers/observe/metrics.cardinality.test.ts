/** No caller can grow the number of time series, and no counter appears out of nothing. */
import * as client from "prom-client";
import { describe, expect, it } from "vitest";
import { type MetricsOptions, metrics, type RequestRecord } from "./index.js";

const record: RequestRecord = {
  at: 0,
  requestId: "req-0123456789abcdef",
  method: "POST",
  route: "/orders/{id}",
  status: 201,
  outcome: "answered",
  durationMilliseconds: 250,
};

function measured(options: Partial<MetricsOptions<client.Registry>> = {}) {
  const registry = new client.Registry();
  const made = metrics({ client, registry, ...options });
  const lines = async (metric: string) =>
    (await made.text()).split("\n").filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
  return { made, lines, registry };
}

describe("metrics", () => {
  it("count requests, refusals, events and time", async () => {
    const { made, lines } = measured();
    made.request(record);
    made.request(record);
    made.request({ ...record, status: 403, outcome: "refused", reason: "not_owner" });
    made.event({ name: "token.reused", at: 0, reason: "reused" });
    made.dropped();
    expect(await lines("cloche_requests_total")).toEqual([
      'cloche_requests_total{method="POST",route="/orders/{id}",status="201"} 2',
      'cloche_requests_total{method="POST",route="/orders/{id}",status="403"} 1',
    ]);
    expect(await lines("cloche_refusals_total")).toEqual([
      'cloche_refusals_total{route="/orders/{id}",reason="not_owner"} 1',
    ]);
    expect(await lines("cloche_security_events_total")).toContain(
      'cloche_security_events_total{event="token.reused",reason="reused"} 1',
    );
    expect(await lines("cloche_request_duration_seconds_sum")).toEqual([
      'cloche_request_duration_seconds_sum{method="POST",route="/orders/{id}"} 0.75',
    ]);
    expect(await lines("cloche_events_dropped_total")).toEqual(["cloche_events_dropped_total 1"]);
  });

  it("stay within the bound, whatever the labels hold, and lose no count", async () => {
    const { made, lines } = measured({ maxSeries: 50 });
    for (let index = 0; index < 3000; index += 1) {
      made.request({ ...record, route: `/orders/${index}`, outcome: "refused", reason: `reason_${index}` });
      made.event({ name: "request.refused", at: 0, reason: `reason_${index}` });
    }
    for (const name of [
      "cloche_requests_total",
      "cloche_refusals_total",
      "cloche_security_events_total",
      "cloche_request_duration_seconds_count",
    ]) {
      const series = await lines(name);
      expect(series).toHaveLength(51);
      expect(series.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0)).toBe(3000);
    }
  });

  it("take no label value of an unknown shape", async () => {
    const { made, lines } = measured();
    made.request({
      ...record,
      method: "BREW",
      status: Number.NaN,
      outcome: "refused",
      reason: "for guest@example.com",
    });
    made.request({ ...record, method: "X-\n", status: 7, route: "r".repeat(5000) });
    made.event({ name: "made.up" as never, at: 0, reason: "Bearer abc" });
    const text = await made.text();
    expect(await lines("cloche_requests_total")).toEqual([
      'cloche_requests_total{method="other",route="/orders/{id}",status="other"} 1',
      'cloche_requests_total{method="other",route="other",status="other"} 1',
    ]);
    expect(text).toContain('{event="other",reason="other"} 1');
    expect(text).not.toMatch(/guest@|Bearer|BREW|made\.up/);
  });

  it("never label by who called", async () => {
    const { made } = measured();
    made.request({
      ...record,
      callerId: "guest_77",
      network: "203.0.113.0/24",
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    });
    expect(await made.text()).not.toMatch(/guest_77|203\.0\.113|4bf92f|0123456789abcdef/);
  });

  it("stand at zero for what is foreseen", async () => {
    const { made, lines } = measured();
    made.declare({ routes: [{ method: "GET", route: "/menu" }], reasons: ["token_expired"] });
    expect(await lines("cloche_requests_total")).toContain(
      'cloche_requests_total{method="GET",route="/menu",status="500"} 0',
    );
    expect(await lines("cloche_refusals_total")).toEqual([
      'cloche_refusals_total{route="/menu",reason="token_expired"} 0',
    ]);
    expect(await lines("cloche_request_duration_seconds_count")).toEqual([
      'cloche_request_duration_seconds_count{method="GET",route="/menu"} 0',
    ]);
    expect(await lines("cloche_security_events_total")).toContain(
      'cloche_security_events_total{event="token.reused",reason="none"} 0',
    );
    expect(await lines("cloche_events_dropped_total")).toEqual(["cloche_events_dropped_total 0"]);
  });

  it("go on counting when they are made again with the same registry", async () => {
    const { made, registry, lines } = measured();
    made.request(record);
    metrics({ client, registry }).request(record);
    expect(await lines("cloche_requests_total")).toEqual([
      'cloche_requests_total{method="POST",route="/orders/{id}",status="201"} 2',
    ]);
  });

  it("say what is missing", () => {
    expect(() => metrics({ client: {} as never })).toThrow(/peer_missing/);
    expect(() => measured({ maxSeries: 0 })).toThrow(/maxSeries/);
  });
});
