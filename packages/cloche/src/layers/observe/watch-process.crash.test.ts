/** What ends the process is told and still ends it; a loop that stands still is told once; and watching can stop. */
import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { ConfigError, type SecurityEvent } from "../../kernel/index.js";
import {
  type FailureContext,
  observer,
  redaction,
  type SafeError,
  type WatchedProcess,
  watchProcess,
} from "./index.js";

function watched(stallMilliseconds = 1000) {
  const events: SecurityEvent[] = [];
  const reports: { error: SafeError; context: FailureContext }[] = [];
  const observe = observer({
    sinks: [(event) => events.push(event)],
    reporters: [(error, context) => reports.push({ error, context })],
    redaction: redaction(),
  });
  const process = new EventEmitter();
  const stop = watchProcess({ observe, stallMilliseconds, process: process as WatchedProcess });
  return { events, reports, observe, process, stop };
}

describe("a watched process", () => {
  it("tells what ends it, without the secrets in it, and leaves the ending to Node.js", () => {
    const { events, reports, process, stop } = watched();
    process.emit("uncaughtExceptionMonitor", new Error("lost ann@example.com"), "unhandledRejection");
    process.emit("uncaughtExceptionMonitor", "thrown text", "uncaughtException");
    expect(events.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
      "process.failed unhandled_rejection",
      "process.failed uncaught_exception",
    ]);
    expect(reports.map(({ context }) => context)).toEqual([{ route: "process" }, { route: "process" }]);
    expect(JSON.stringify(reports)).not.toContain("ann@");
    expect(process.eventNames()).toEqual(["uncaughtExceptionMonitor"]);
    stop();
    expect(process.eventNames()).toEqual([]);
  });

  it("tells that its event loop stood still", async () => {
    const { events, stop } = watched(20);
    const end = performance.now() + 700;
    while (performance.now() < end);
    await expect.poll(() => events.map(({ name }) => name), { timeout: 20_000 }).toContain("process.stalled");
    expect(events[0]?.subject).toMatch(/^\d+ ms$/);
    stop();
  });

  it("is watched as it was asked, or not at all", () => {
    const { observe } = watched();
    expect(() => watchProcess({ observe, stallMilliseconds: 0 })).toThrow(ConfigError);
    expect(() => watchProcess({ observe, stalls: 5 } as never)).toThrow(ConfigError);
  });
});

describe("a reporter", () => {
  it("that breaks is counted, and the next one still hears", () => {
    const heard: string[] = [];
    const observe = observer({
      reporters: [
        () => {
          throw new Error("sentry is away");
        },
        ({ type }) => heard.push(type),
      ],
    });
    observe.failure(new TypeError("x"), { requestId: "req-12345678" });
    expect(heard).toEqual(["TypeError"]);
    expect(observe.dropped()).toBe(1);
  });
});
