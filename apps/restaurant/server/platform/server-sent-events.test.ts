import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "./schema.js";
import { encodeFrame, eventStreamOf, type Frame } from "./server-sent-events.js";

/** Reads a stream as the HTML standard says (section 9.2.6), as far as these frames go. */
function dispatched(text: string): { event: string; data: string; id: string | undefined }[] {
  return text
    .split(/\r\n|\r|\n/)
    .join("\n")
    .split("\n\n")
    .filter((block) => /^data:/m.test(block))
    .map((block) => {
      const field = (name: string) => block.split("\n").flatMap((line) => line.match(`^${name}: (.*)$`)?.[1] ?? []);
      return { event: field("event")[0] ?? "", data: field("data").join("\n"), id: field("id")[0] };
    });
}

async function* frames(...all: readonly Frame[]): AsyncGenerator<Frame, void, undefined> {
  yield* all;
}

describe("server-sent events", () => {
  it("let no data end its event or begin another", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const frame = encodeFrame({ event: "ticket", id: "a:1", data: { text } });
        const [only, ...more] = dispatched(frame);
        expect(more).toEqual([]);
        expect(JSON.parse(only?.data ?? "")).toEqual({ text });
      }),
    );
    const nasty = encodeFrame({ event: "ticket", data: "\n\nevent: order\ndata: {}\n\n" });
    expect(dispatched(nasty)).toHaveLength(1);
  });

  it("take no name or id with a line break in it", () => {
    expect(() => encodeFrame({ event: "a\nb", data: null })).toThrow(TypeError);
    expect(() => encodeFrame({ event: "a", id: "1\n2", data: null })).toThrow(TypeError);
  });

  it("prove at once and again that a quiet stream is alive, and end with their source", async () => {
    async function* quiet(): AsyncGenerator<Frame, void, undefined> {
      await new Promise((resolve) => setTimeout(resolve, 130));
      yield { event: "ticket", data: 1 };
    }
    let beats = 0;
    const beat = (): Json => {
      beats += 1;
      return beats;
    };
    let text = "";
    for await (const chunk of eventStreamOf(quiet(), { beat, everyMilliseconds: 40 })) text += chunk;
    const names = dispatched(text).map(({ event }) => event);
    expect(names[0]).toBe("hb");
    expect(names.at(-1)).toBe("ticket");
    expect(names.filter((name) => name === "hb").length).toBeGreaterThanOrEqual(3);
    expect(text.startsWith("retry: ")).toBe(true);
  });

  it("keep their heartbeat while busy, since a screen counts on it", async () => {
    let beats = 0;
    async function* busy(): AsyncGenerator<Frame, void, undefined> {
      for (let n = 0; n < 40; n += 1) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield { event: "ticket", data: n };
      }
    }
    const beat = (): Json => {
      beats += 1;
      return beats;
    };
    const stream = eventStreamOf(busy(), { beat, everyMilliseconds: 50 });
    for await (const _ of stream);
    expect(beats).toBeGreaterThanOrEqual(3);
  });

  it("tell their source when the reader leaves", async () => {
    let closed = false;
    async function* source(): AsyncGenerator<Frame, void, undefined> {
      try {
        for (;;) yield { event: "ticket", data: 1 };
      } finally {
        closed = true;
      }
    }
    for await (const chunk of eventStreamOf(source(), { beat: () => null })) if (chunk.includes("ticket")) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(closed).toBe(true);
    const ended = [];
    for await (const chunk of eventStreamOf(frames(), { beat: () => null })) ended.push(chunk);
    expect(ended).toHaveLength(1);
  });
});
