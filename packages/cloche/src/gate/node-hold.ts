/** Holds a native handler to its contract where all it sends must pass, whatever way it takes: the response itself. */
import type { ServerResponse } from "node:http";
import type { Leaves } from "./route.js";

/** What is asked of the contract, and what follows. */
export interface Holding {
  /** What may leave with a status. */
  readonly leaves: (status: number) => Leaves | undefined;
  /** The status that was vetted: its body went through the contract, or is the gate's own. */
  readonly vetted: () => number | undefined;
  /** Whether the answer is made for one caller, or one page view, so that nobody may keep it. */
  readonly personal: () => boolean;
  /** Sends the answer for a broken contract instead. */
  readonly breach: () => void;
  /** Hears that the handler has ended its answer, sent or not. */
  readonly ended: () => void;
}

type Given = readonly unknown[];

/** Puts itself in front of everything that writes to the response. */
export function holdNode(response: ServerResponse, holding: Holding): void {
  // The three take many forms of arguments; each is handed on as it came.
  const own = response as unknown as Record<"writeHead" | "write" | "end", (...given: Given) => unknown>;
  const { writeHead, write, end } = own;
  let broken = false;
  const breaks = (status: number): boolean => {
    if (broken || response.headersSent || mayLeave(status, holding)) return broken;
    holding.breach();
    broken = true;
    return true;
  };
  const drops = (status: number) => status !== holding.vetted() && holding.leaves(status) === "nothing";
  own.writeHead = (status, ...rest) => {
    if (breaks(status as number)) return response;
    const names: string[] = drops(status as number) ? ["content-length"] : [];
    if (holding.personal()) {
      // RFC 9111: what was made for one caller must not be kept for another.
      names.push("cache-control");
      response.setHeader("cache-control", "no-store");
    }
    return writeHead.call(response, status, ...rest.map((one) => without(names, one)));
  };
  own.write = (...given) =>
    breaks(response.statusCode) || drops(response.statusCode) || write.apply(response, [...given]);
  own.end = (...given) => {
    if (breaks(response.statusCode)) return response;
    const bare = drops(response.statusCode);
    if (bare && !response.headersSent) response.removeHeader("content-length");
    end.apply(response, bare ? [] : [...given]);
    holding.ended();
    return response;
  };
}

function mayLeave(status: number, { leaves, vetted }: Holding): boolean {
  if (status === vetted() || status === 304) return true;
  const declared = leaves(status);
  return declared === "bytes" || declared === "nothing";
}

/** The headers given to `writeHead`, as an object or as a list, without some of them. */
function without(names: readonly string[], given: unknown): unknown {
  if (typeof given !== "object" || given === null) return given;
  const stays = (name: unknown) => !names.includes(String(name).toLowerCase());
  return Array.isArray(given)
    ? given.filter((_, index) => stays(given[index - (index % 2)]))
    : Object.fromEntries(Object.entries(given).filter(([name]) => stays(name)));
}
