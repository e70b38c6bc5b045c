/** A logger, a metric or an alert that breaks hurts no request, and what it lost is counted. */
import * as client from "prom-client";
import { describe, expect, it } from "vitest";
import type { SecurityEvent } from "../../kernel/index.js";
import { jsonSink, type LogSink, metrics, observer, type RequestRecord, safeLog } from "./index.js";

const record: RequestRecord = {
  at: 1_767_225_600_000,
  requestId: "req-0123456789abcdef",
  method: "GET",
  route: "/menu",
  status: 200,
  outcome: "answered",
  durationMilliseconds: 1,
};
const event: SecurityEvent = { name: "token.reused", at: record.at, reason: "reused", callerId: "guest_1" };
const broken = () => {
  throw new Error("disk full");
};

describe("an observer", () => {
  it("never throws, and counts what each part lost", async () => {
    const registry = new client.Registry();
    const lost: number[] = [];
    const heard: SecurityEvent[] = [];
    const observe = observer({
      logger: { write: broken },
      metrics: metrics({ client, registry }),
      sinks: [broken, () => Promise.reject(new Error("later")), (told) => heard.push(told)],
      onDropped: (count) => {
        lost.push(count);
        throw new Error("nor this");
      },
    });
    observe.request(record);
    observe.event(event);
    observe.failure(new Error("x"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(observe.dropped()).toBe(5);
    expect(lost).toEqual([1, 2, 3, 4, 5]);
    expect(heard).toEqual([event]);
    expect(await registry.metrics()).toContain("cloche_events_dropped_total 5");
  });

  it("carries on where the metrics are what is broken", () => {
    const lines: string[] = [];
    const logger = jsonSink({ write: (line) => lines.push(line) });
    const observe = observer({ logger, metrics: { request: broken, event: broken, dropped: broken } });
    observe.request(record);
    observe.event(event);
    expect(lines).toHaveLength(2);
    expect(observe.dropped()).toBe(2);
  });

  it("does not throw for an event or a record that is not one", () => {
    const observe = observer({ logger: jsonSink({ write: () => {} }) });
    expect(() => observe.event(undefined as never)).not.toThrow();
    expect(() => observe.request(undefined as never)).not.toThrow();
    expect(() => observe.failure(undefined)).not.toThrow();
    expect(observe.dropped()).toBe(2);
  });

  it("writes one line for each request and each event, with its weight and OWASP's name", () => {
    const lines: unknown[] = [];
    const observe = observer({
      logger: { write: (level, fields, message) => lines.push({ level, message, ...fields }) },
    });
    observe.request(record);
    observe.request({ ...record, status: 403, outcome: "refused" });
    observe.request({ ...record, status: 500, outcome: "failed" });
    observe.event(event);
    observe.event({ ...event, name: "from.the_future" } as never);
    expect(lines).toMatchObject([
      { level: "info", status: 200, route: "/menu" },
      { level: "warn", status: 403 },
      { level: "error", status: 500 },
      { level: "error", event: "token.reused", owasp: "authn_token_reuse", reason: "reused", callerId: "guest_1" },
      { level: "warn", event: "from.the_future" },
    ]);
  });

  it("may leave out answered requests, and never a refusal, a failure or an event", () => {
    const levels: string[] = [];
    const observe = observer({ logger: { write: (level) => void levels.push(level) }, logs: () => false });
    observe.request(record);
    observe.request({ ...record, outcome: "refused" });
    observe.request({ ...record, outcome: "failed" });
    observe.event(event);
    expect(levels).toEqual(["warn", "error", "error"]);
  });

  it("refuses an option it does not know", () => {
    expect(() => observer({ loger: jsonSink() } as never)).toThrow(/Did you mean "logger"/);
  });
});

describe("the application's log", () => {
  it("cannot be made to forge the fields of the logger itself", () => {
    const lines: Record<string, unknown>[] = [];
    const sink: LogSink = jsonSink({ write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
    safeLog(sink).info("real", { level: "error", message: "forged", time: 0, msg: "forged", table: 4 });
    expect(lines[0]).toMatchObject({ level: "info", message: "real", level_: "error", message_: "forged", table: 4 });
    expect(lines[0]?.time).not.toBe(0);
  });

  it("takes an error as its fields, and survives a broken logger", () => {
    const lines: string[] = [];
    const lost: number[] = [];
    safeLog(jsonSink({ write: (line) => lines.push(line) })).error("failed", new RangeError("too far"));
    safeLog({ write: broken }, { onDropped: (count) => lost.push(count) }).error("failed");
    expect(lines[0]).toContain('"type":"RangeError","message":"too far"');
    expect(lost).toEqual([1]);
  });
});
