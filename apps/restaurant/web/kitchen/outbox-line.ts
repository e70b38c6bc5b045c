/** The line of what cooks did: one after the other, each until it is known what became of it. */
import type { Ticket } from "../../contracts/index.js";
import { afterFirst, type Outcome, without } from "./outbox.js";
import { numberOf } from "./ticket-time.js";
import type { Unsent } from "./unsent-store.js";
import { words } from "./words/index.js";

/** What a screen shows of the line. */
export interface LineState {
  readonly queue: readonly Unsent[];
  /** Whether the last attempt reached nobody. */
  readonly stuck: boolean;
  readonly notice: string | undefined;
}

/** What the line tells. */
export interface LineEars {
  readonly changed: (change: Partial<LineState>) => void;
  /** Shows a ticket as the server answered it. */
  readonly show: (ticket: Ticket) => void;
}

/** Where presses are kept over a reload, and how they are sent. */
export interface LineWays {
  readonly keep: (unsent: Unsent) => Promise<void>;
  readonly drop: (key: string) => Promise<void>;
  /** All that is kept, the first first. */
  readonly read: () => Promise<readonly Unsent[]>;
  readonly send: (unsent: Unsent) => Promise<Outcome>;
}

/** So long a press waits to be kept. */
const KEEPING_MILLISECONDS = 5000;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Sends, keeps and takes back. */
export class OutboxLine {
  #queue: readonly Unsent[] = [];
  #kept: Promise<unknown> = Promise.resolve();
  #sending = false;
  readonly #ears: LineEars;
  readonly #ways: LineWays;

  constructor(ears: LineEars, ways: LineWays) {
    this.#ears = ears;
    this.#ways = ways;
  }

  /** Brings back what was kept over a reload. */
  async restore(): Promise<void> {
    // Without a place to keep them, commands live as long as the page does.
    const kept = await this.#ways.read().catch(() => []);
    const known = new Set(this.#queue.map(({ key }) => key));
    this.#change([...kept.filter(({ key }) => !known.has(key)), ...this.#queue]);
    await this.drain();
  }

  /** Adds one to the end. */
  add(unsent: Unsent): void {
    this.#change([...this.#queue, unsent]);
    this.#kept = this.#ways.keep(unsent).catch(() => undefined);
    void this.drain();
  }

  /** Takes back what has not been sent; `false` where there is no such thing, or it is on its way already. */
  takeBack(id: string): boolean {
    const onItsWay = this.#sending ? this.#queue.slice(0, 1) : [];
    const waiting = this.#queue.slice(onItsWay.length);
    if (!waiting.some((unsent) => unsent.id === id)) return false;
    this.#change([...onItsWay, ...without(waiting, { id })]);
    return true;
  }

  /** Sends as far as it goes. */
  async drain(): Promise<void> {
    // Kept before it is sent, by whoever drains, so that a page that ends in between has lost nothing. A cook's press goes
    // out also where the browser's keeping hangs.
    await Promise.race([this.#kept, pause(KEEPING_MILLISECONDS)]);
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
        const outcome = await this.#ways.send(first);
        this.#ears.changed({ stuck: outcome.kind === "unreached" });
        if (outcome.kind === "unreached") return;
        this.#settle(first, outcome);
      }
    } finally {
      this.#sending = false;
    }
  }

  #settle(first: Unsent, outcome: Outcome): void {
    if ("ticket" in outcome && outcome.ticket !== undefined) this.#ears.show(outcome.ticket);
    const notice = noticeOf(first, outcome);
    if (notice !== undefined) this.#ears.changed({ notice });
    this.#change(afterFirst(this.#queue, outcome));
  }

  #change(next: readonly Unsent[]): void {
    const left = new Set(next.map(({ key }) => key));
    for (const { key } of this.#queue) if (!left.has(key)) void this.#ways.drop(key).catch(() => undefined);
    this.#queue = next;
    this.#ears.changed({ queue: next });
  }
}

function noticeOf({ orderNumber }: Unsent, outcome: Outcome): string | undefined {
  const order = numberOf({ orderNumber });
  if (outcome.kind === "refused") return words.refused(order, outcome.words);
  return outcome.kind === "conflict" ? words.changedMeanwhile(order) : undefined;
}
