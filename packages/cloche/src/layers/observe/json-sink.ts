/** Writes lines as JSON, one object a line. */
import { type Clock, remembered, systemClock } from "../../kernel/index.js";
import { type LineBatch, lineBatch } from "./line-batch.js";
import type { LogLevel, LogSink } from "./log-sink.js";
import type { RequestRecord } from "./record.js";

/** Where the lines go. */
export interface JsonSinkOptions {
  /**
   * Takes a line without its line end. Standard output where nothing is given: the lines of one turn of the event loop
   * in one write, and what waits when the process exits.
   */
  readonly write?: (line: string) => void;
  readonly clock?: Clock;
}

/** Text that stands in JSON as it is: ASCII without controls, quotes and backslashes. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * A sink of JSON lines. JSON has no raw line end inside a text, so that no field can begin a line of its own (OWASP
 * ASVS 5.0, 16.4.1).
 *
 * @example
 * observer({ logger: jsonSink() });
 */
export function jsonSink(options: JsonSinkOptions = {}): LogSink {
  const write = options.write ?? standardOutput().add;
  const clock = options.clock ?? systemClock;
  return {
    write(level, fields, message) {
      const rest = JSON.stringify(fields);
      const head = `{"level":"${level}","time":${clock.now()},"message":${JSON.stringify(message)}`;
      write(rest === "{}" ? `${head}}` : `${head},${rest.slice(1)}`);
    },
    request: (level, record) => write(requestLine(level, clock.now(), record)),
  };
}

let output: LineBatch | undefined;

/** The process has one standard output, and so one batch, however many sinks write to it. */
function standardOutput(): LineBatch {
  if (output === undefined) {
    output = lineBatch((lines) => void process.stdout.write(lines));
    process.once("exit", output.flush);
  }
  return output;
}

/** The same line as `JSON.stringify` would give, put together by hand because there is one for every request. */
function requestLine(level: LogLevel, time: number, record: RequestRecord): string {
  const { at, requestId, traceId, callerId, network, durationMilliseconds } = record;
  const trace = traceId === undefined ? "" : `,"traceId":${quoted(traceId)}`;
  const who = callerId === undefined ? "" : callerMember(callerId);
  const where = network === undefined ? "" : networkMember(network);
  return `{"level":"${level}","time":${nowText(time)},"message":"request","at":${startText(at)},"requestId":${quoted(requestId)}${trace}${endingMembers(record)}${who}${where},"durationMilliseconds":${durationText(durationMilliseconds)}}`;
}

/** JSON has no NaN and no infinity. */
function finite(value: number): string {
  return Number.isFinite(value) ? String(value) : "null";
}

/** Many requests begin and end within one millisecond. */
const nowText = lately(finite);
const startText = lately(finite);

function lately(make: (value: number) => string): (value: number) => string {
  let last = Number.NaN;
  let text = "";
  return (value) => {
    if (value !== last) {
      last = value;
      text = make(value);
    }
    return text;
  };
}

/** Whole microseconds, as the gate measures them, are put together from texts that are there: a fraction is dear to spell. */
function durationText(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000);
  if (micros / 1000 !== milliseconds || micros < 0 || micros >= 1_000_000) return finite(milliseconds);
  return `${Math.trunc(micros / 1000)}${THOUSANDTHS[micros % 1000] ?? ""}`;
}

const THOUSANDTHS = Array.from({ length: 1000 }, (_, thousandths) => String(thousandths / 1000).slice(1));

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

const callerMember = remembered((id) => `,"callerId":${quoted(id)}`);
const networkMember = remembered((network) => `,"network":${quoted(network)}`);

/** How requests of one route end: few ways, each with its text. */
type Endings = Pick<RequestRecord, "method" | "status" | "outcome" | "reason"> & { readonly text: string };

const endingsOf = remembered((_route): Endings[] => []);
const MAX_ENDINGS = 32;

/** What comes again with each request of a route: its method and template, and how it ended. */
function endingMembers({ method, route, status, outcome, reason }: RequestRecord): string {
  const known = endingsOf(route);
  for (const one of known) {
    if (one.status === status && one.reason === reason && one.method === method && one.outcome === outcome)
      return one.text;
  }
  const why = reason === undefined ? "" : `,"reason":${quoted(reason)}`;
  const what = `,"method":${quoted(method)},"route":${quoted(route)}`;
  const text = `${what},"status":${finite(status)},"outcome":${quoted(outcome)}${why}`;
  if (known.length >= MAX_ENDINGS) known.length = 0;
  known.push({ method, status, outcome, reason, text });
  return text;
}
