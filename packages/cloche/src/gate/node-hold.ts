/** Holds a native handler to its contract where all it sends must pass, whatever way it takes: the response itself. */
import type { ServerResponse } from "node:http";
import { PROBLEM_TYPE } from "./problem.js";
import type { Leaves } from "./route.js";

/** What is asked of the contract, and what follows. */
export interface Holding {
  /** What may leave with a status. */
  leaves(status: number): Leaves | undefined;
  /** The status that was vetted: its body went through the contract, or is the gate's own. */
  vetted(): number | undefined;
  /** The names of headers that may not leave with a status. */
  takenOff(status: number): ReadonlySet<string>;
  /** Whether the answer is made for one caller, or one page view, so that nobody may keep it. */
  personal(): boolean;
  /** Sends the answer for a broken contract instead. */
  breach(): void;
  /** Hears that the handler has ended its answer, sent or not. */
  ended(): void;
}

type Given = readonly unknown[];
/** The three take many forms of arguments; each is handed on as it came. */
type Writer = (this: HeldResponse, ...given: Given) => unknown;

interface Held {
  readonly holding: Holding;
  readonly writeHead: Writer;
  readonly write: Writer;
  readonly end: Writer;
  /** Whether the answer for a broken contract was sent instead. */
  broken: boolean;
}

const HELD = Symbol("held");
type HeldResponse = ServerResponse & { [HELD]: Held };

/** Puts itself in front of everything that writes to the response. */
export function holdNode(response: ServerResponse, holding: Holding): void {
  const own = response as unknown as Record<"writeHead" | "write" | "end", Writer> & { [HELD]: Held };
  own[HELD] = { holding, writeHead: own.writeHead, write: own.write, end: own.end, broken: false };
  // The same three functions for every response: made anew for each, they would be compiled for none.
  own.writeHead = writeHead;
  own.write = write;
  own.end = end;
}

function writeHead(this: HeldResponse, given: unknown, ...rest: Given): unknown {
  const { holding, writeHead: send } = this[HELD];
  const status = given as number;
  if (breaks(this, status)) return this;
  const off = holding.takenOff(status);
  for (const name of off) if (this.hasHeader(name)) this.removeHeader(name);
  const names: string[] = drops(holding, status) ? ["content-length"] : [];
  if (holding.personal()) {
    // RFC 9111: what was made for one caller must not be kept for another.
    names.push("cache-control");
    if (this.getHeader("cache-control") !== "no-store") this.setHeader("cache-control", "no-store");
  }
  if (status === holding.vetted() && holding.leaves(status) === "problem") {
    // RFC 9457 section 3, whatever a framework's JSON is called.
    names.push("content-type");
    this.setHeader("content-type", PROBLEM_TYPE);
  }
  if (rest.length === 0) return send.call(this, status);
  const stays = (name: string) => !off.has(name) && !names.includes(name);
  return send.call(this, status, ...rest.map((one) => only(stays, one)));
}

function write(this: HeldResponse, ...given: Given): unknown {
  const { holding, write: send } = this[HELD];
  return breaks(this, this.statusCode) || drops(holding, this.statusCode) || send.apply(this, [...given]);
}

function end(this: HeldResponse, ...given: Given): unknown {
  const { holding, end: send } = this[HELD];
  if (breaks(this, this.statusCode)) return this;
  const bare = drops(holding, this.statusCode);
  if (bare && !this.headersSent) this.removeHeader("content-length");
  send.apply(this, bare ? [] : [...given]);
  holding.ended();
  return this;
}

function breaks(response: HeldResponse, status: number): boolean {
  const held = response[HELD];
  if (held.broken || response.headersSent || mayLeave(status, held.holding)) return held.broken;
  held.holding.breach();
  held.broken = true;
  return true;
}

function drops(holding: Holding, status: number): boolean {
  return status !== holding.vetted() && holding.leaves(status) === "nothing";
}

function mayLeave(status: number, holding: Holding): boolean {
  if (status === holding.vetted() || status === 304) return true;
  const declared = holding.leaves(status);
  return declared === "bytes" || declared === "nothing";
}

/** The headers given to `writeHead`, as an object or as a list, without those that may not stay. */
function only(stays: (name: string) => boolean, given: unknown): unknown {
  if (typeof given !== "object" || given === null) return given;
  const kept = (name: unknown) => stays(String(name).toLowerCase());
  return Array.isArray(given)
    ? given.filter((_, index) => kept(given[index - (index % 2)]))
    : Object.fromEntries(Object.entries(given).filter(([name]) => kept(name)));
}
