/** A screen that hears nothing says so, asks for its board meanwhile, and comes back at a moment of its own. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Board } from "../../contracts/index.js";
import { boardHash } from "../../contracts/kitchen-board.js";
import type { StreamEvent } from "./board-state.js";
import { type BoardLine, type Drift, followBoard } from "./follow-board.js";

const EPOCH = "01980000-0000-7000-8000-000000000001";
const BOARD = { asOf: `${EPOCH}:7`, tickets: [] } as unknown as Board;
const BEAT: StreamEvent = {
  ...{ event: "hb", id: undefined },
  data: JSON.stringify({ t: "", head: `${EPOCH}:7`, openCount: 0, hash: boardHash([]) }),
};

/** A line whose streams a test speaks into. */
function lineOf(more: Partial<BoardLine> = {}) {
  const heard = { loads: 0, opens: 0, drifts: [] as Drift[] };
  let give: (next: StreamEvent | undefined) => void = () => {};
  const line: BoardLine = {
    load: async () => {
      heard.loads += 1;
      return BOARD;
    },
    open: async (_, signal) => {
      heard.opens += 1;
      return (async function* () {
        for (;;) {
          const next = await new Promise<StreamEvent | undefined>((resolve, reject) => {
            give = resolve;
            signal.addEventListener("abort", () => reject(signal.reason));
          });
          if (next === undefined) return;
          yield next;
        }
      })();
    },
    isOver: () => false,
    drifted: (drift) => heard.drifts.push(drift),
    ...more,
  };
  return { line, heard, tell: (next?: StreamEvent) => give(next) };
}

describe("a screen that follows its board", () => {
  let closing: AbortController;
  let said: string[];
  let reload: () => void;
  beforeEach(() => {
    vi.useFakeTimers();
    closing = new AbortController();
    said = [];
  });
  afterEach(() => {
    closing.abort();
    vi.useRealTimers();
  });

  const follow = (line: BoardLine, chance = 0) => {
    const ears = {
      loaded: () => said.push("board"),
      told: ({ event }: StreamEvent) => said.push(event),
      lost: () => said.push("lost"),
      over: () => said.push("over"),
    };
    void followBoard({ line, ears, closing: closing.signal, hear: (to) => (reload = to), chance: () => chance });
    return pass(0);
  };
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  it("is lost after 25 seconds without a heartbeat, and no sooner", async () => {
    const { line, tell } = lineOf();
    await follow(line);
    for (let beats = 0; beats < 3; beats += 1) {
      tell(BEAT);
      await pass(24_900);
    }
    expect(said).toEqual(["board", "hb", "hb", "hb"]);
    await pass(200);
    expect(said.at(-1)).toBe("lost");
  });

  it.each([
    [0, 1000],
    [1, 15_000],
  ])("opens its stream again between 1 and 15 seconds later (%d: %d ms)", async (chance, after) => {
    const { line, heard } = lineOf({ open: async () => Promise.reject(new Error("away")) });
    await follow(line, chance);
    expect(said).toEqual(["board", "lost"]);
    heard.loads = 0;
    await pass(after - 10);
    const asked = Math.floor((after - 10) / 10_000);
    expect(heard.loads, "but for what it asks meanwhile").toBe(asked);
    await pass(20);
    expect(heard.loads).toBe(asked + 1);
  });

  it("asks for its board every ten seconds while no heartbeat comes, and not while one does", async () => {
    const { line, heard, tell } = lineOf();
    await follow(line);
    await pass(20_100);
    expect([heard.opens, heard.loads], "a stream that is open and says nothing").toEqual([1, 3]);
    tell(BEAT);
    await pass(24_000);
    expect(heard.loads).toBe(3);
  });

  it("loads its board at once when somebody looks again", async () => {
    const { line, heard, tell } = lineOf();
    await follow(line);
    tell(BEAT);
    await pass(5000);
    reload();
    await pass(0);
    expect([heard.loads, heard.opens]).toEqual([2, 2]);
    expect(said).not.toContain("lost");
  });

  it("stays live where the stream was ended for another reason, as by a fresh credential or a resync", async () => {
    const { line, heard, tell } = lineOf();
    await follow(line);
    for (const end of [undefined, { event: "resync", id: undefined, data: "{}" }]) {
      tell(BEAT);
      await pass(5000);
      tell(end);
      await pass(0);
    }
    expect([heard.opens, said.includes("lost")]).toEqual([3, false]);
  });

  it("that has lost an event says what it had, and loads its board anew", async () => {
    const { line, heard, tell } = lineOf();
    await follow(line);
    await pass(5000);
    tell({ ...BEAT, data: JSON.stringify({ t: "", head: `${EPOCH}:8`, openCount: 1, hash: "00000000" }) });
    await pass(0);
    expect(heard.drifts).toEqual([{ head: `${EPOCH}:8`, openCount: 0, hash: boardHash([]) }]);
    expect(heard.loads).toBe(2);
  });

  it("ends where it has no business any more", async () => {
    const { line, heard } = lineOf({ load: async () => Promise.reject(new Error("401")), isOver: () => true });
    await follow(line);
    await pass(60_000);
    expect([said, heard.opens]).toEqual([["over"], 0]);
  });
});
