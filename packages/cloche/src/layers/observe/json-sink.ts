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
  return (
    `{"level":"${level}","time":${time},"message":"request","at":${finite(record.at)},"requestId":${quoted(record.requestId)}` +
    `${record.traceId === undefined ? "" : `,"traceId":${quoted(record.traceId)}`},"method":${quotedOfLate(record.method)},"route":${quotedOfLate(record.route)}` +
    `,"status":${finite(record.status)},"outcome":${quotedOfLate(record.outcome)}${member("reason", record.reason)}` +
    `${member("callerId", record.callerId)}${member("network", record.network)}` +
    `,"durationMilliseconds":${finite(record.durationMilliseconds)}}`
  );
}

function member(name: string, text: string | undefined): string {
  return text === undefined ? "" : `,"${name}":${quotedOfLate(text)}`;
}

/** JSON has no NaN and no infinity. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** What comes again with each request: methods, routes, callers and networks. */
const quotedOfLate = remembered(quoted);
