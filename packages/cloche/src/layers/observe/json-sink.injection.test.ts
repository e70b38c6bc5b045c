/** Every line is one JSON object that says what the record says, whatever its fields hold. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import { jsonSink, type RequestRecord } from "./index.js";

const lines: string[] = [];
const sink = jsonSink({ write: (line) => lines.push(line), clock: fixedClock(7) });
const last = (): unknown => JSON.parse(lines.at(-1) ?? "");

describe("a JSON line", () => {
  it("of a request is what JSON.stringify would give", () => {
    const text = fc.string({ unit: "binary" });
    const maybe = fc.option(text, { nil: undefined });
    const records = fc.record({
      at: fc.double(),
      requestId: text,
      traceId: maybe,
      method: text,
      route: text,
      status: fc.double(),
      outcome: fc.constantFrom("answered" as const, "refused" as const, "failed" as const),
      reason: maybe,
      callerId: maybe,
      network: maybe,
      durationMilliseconds: fc.oneof(
        fc.double(),
        fc.integer({ min: -10, max: 1_100_000 }).map((micros) => micros / 1000),
      ),
    });
    fc.assert(
      fc.property(records, (record: RequestRecord) => {
        sink.request?.("info", record);
        expect(lines.at(-1)).not.toContain("\n");
        const plain: unknown = JSON.parse(JSON.stringify({ level: "info", time: 7, message: "request", ...record }));
        expect(last()).toEqual(plain);
      }),
    );
  });

  it("of anything else as well", () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 2 }), fc.string({ unit: "binary" }), (fields, message) => {
        sink.write("warn", fields, message);
        expect(lines.at(-1)).not.toContain("\n");
        expect(last()).toMatchObject({
          level: fields.level === undefined ? "warn" : (last() as { level: unknown }).level,
        });
      }),
    );
    sink.write("info", {}, "nothing more");
    expect(last()).toEqual({ level: "info", time: 7, message: "nothing more" });
  });
});
