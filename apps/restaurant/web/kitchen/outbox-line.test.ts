import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Outcome } from "./outbox.js";
import { OutboxLine } from "./outbox-line.js";
import type { Unsent } from "./unsent-store.js";

const BUMP: Unsent = {
  ...{ key: "k", verb: "bump", of: "tickets", id: "t", ticketId: "t", orderNumber: 7, expectedVersion: 3 },
};

/** A line whose keeping ends when it is told to, and what it sent. */
function openLine(): { readonly line: OutboxLine; readonly sent: string[]; readonly kept: () => void } {
  let kept = (): void => {};
  const sent: string[] = [];
  const ways = {
    keep: () =>
      new Promise<void>((resolve) => {
        kept = resolve;
      }),
    drop: async () => {},
    read: async () => [],
    send: async ({ key }: Unsent): Promise<Outcome> => {
      sent.push(key);
      return { kind: "unreached" };
    },
  };
  return { line: new OutboxLine({ changed: () => {}, show: () => {} }, ways), sent, kept: () => kept() };
}

describe("a press", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is kept before anybody sends it, so that a page that ends in between has lost nothing", async () => {
    const { line, sent, kept } = openLine();
    line.add(BUMP);
    void line.drain();
    await vi.advanceTimersByTimeAsync(3000);
    expect(sent).toEqual([]);
    kept();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toContain("k");
  });

  it("is sent also where the browser keeps nothing", async () => {
    const { line, sent } = openLine();
    line.add(BUMP);
    await vi.advanceTimersByTimeAsync(6000);
    expect(sent).toEqual(["k"]);
  });
});
