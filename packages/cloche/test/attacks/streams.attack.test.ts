/** A stream's source always ends: when it throws, when the client goes, when only its head was asked for. */
import { anyone, contract, eventStream, handle, reply } from "cloche";
import { describe, expect, it } from "vitest";
import { exact, FRAMEWORKS, opened, pause, running, unheardDuring, until } from "./running.js";

const ticks = contract({
  method: "GET",
  path: "/ticks",
  allow: anyone("it is tried"),
  returns: { 200: eventStream() },
});
const HEAD = "HTTP/1.1\r\nHost: a\r\n\r\n";

describe.each(FRAMEWORKS)("on %s", (framework) => {
  const streaming = (source: () => AsyncIterable<string>) => ({ neutral: [handle(ticks, () => reply(200, source()))] });

  it.each([0, 1])("one that throws after %d pieces is cut, told, and quotes nothing", async (pieces) => {
    const unheard = await unheardDuring(() =>
      running(
        framework,
        streaming(async function* () {
          for (let piece = 0; piece < pieces; piece += 1) yield "data: 1\n\n";
          throw new Error("canary");
        }),
        async ({ port, lines }) => {
          const text = await exact(port, `GET /ticks ${HEAD}`);
          expect(text).toContain("200 OK");
          expect(text).not.toContain("canary");
          expect(text.endsWith("0\r\n\r\n")).toBe(false);
          expect(lines).toContainEqual(expect.objectContaining({ event: "request.failed", reason: "stream_broke" }));
        },
      ),
    );
    expect(unheard).toEqual([]);
  });

  it("a client that goes away ends the source, at work or waiting", async () => {
    let ended = 0;
    const endless = async function* () {
      try {
        for (;;) {
          yield "data: 1\n\n";
          await pause(5);
        }
      } finally {
        ended += 1;
      }
    };
    const waiting = (): AsyncIterable<string> => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          ended += 1;
          return { done: true, value: undefined };
        },
      }),
    });
    for (const source of [endless, waiting]) {
      ended = 0;
      await running(framework, streaming(source), async ({ port }) => {
        const socket = await opened(port);
        socket.write(`GET /ticks ${HEAD}`);
        await pause(60);
        expect(ended).toBe(0);
        socket.destroy();
        await until(() => ended === 1);
      });
    }
  });

  it("HEAD of an endless stream is answered at once and starts nothing", async () => {
    let started = false;
    await running(
      framework,
      streaming(async function* () {
        started = true;
        for (;;) {
          yield "x";
          await pause(5);
        }
      }),
      async ({ base }) => {
        const response = await fetch(`${base}/ticks`, { method: "HEAD", signal: AbortSignal.timeout(1500) });
        expect([response.status, await response.text()]).toEqual([200, ""]);
        expect(started).toBe(false);
      },
    );
  });

  it("a slow reader makes the source wait and leaves no listeners behind", async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => void warnings.push(warning);
    process.on("warning", hear);
    const piece = "x".repeat(256 * 1024);
    await running(
      framework,
      streaming(async function* () {
        for (let count = 0; count < 60; count += 1) yield piece;
      }),
      async ({ base }) => {
        const response = await fetch(`${base}/ticks`);
        await pause(100);
        expect((await response.text()).length).toBe(60 * piece.length);
      },
    );
    await pause(20);
    process.off("warning", hear);
    expect(warnings.filter(({ name }) => name === "MaxListenersExceededWarning")).toEqual([]);
  });

  it("the signal a handler asks for is aborted when the client goes, even late", async () => {
    const states: boolean[] = [];
    const waiting = contract({
      method: "POST",
      path: "/wait",
      allow: anyone("it is tried"),
      returns: { 200: eventStream() },
    });
    const late = handle(waiting, async (visit) => {
      await pause(80);
      states.push(visit.signal.aborted);
      return reply(200, (async function* () {})());
    });
    await running(framework, { neutral: [late] }, async ({ port }) => {
      const socket = await opened(port);
      socket.write(`POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`);
      await pause(30);
      socket.destroy();
      await until(() => states.length === 1);
      expect(states).toEqual([true]);
    });
  });
});
