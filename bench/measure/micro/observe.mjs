/** Writing one request's log line, and counting it. */
import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { jsonSink, metrics, observer, pinoSink, winstonSink } from "cloche/observe";
import pino from "pino";
import * as prometheus from "prom-client";
import winston from "winston";
import { userId } from "../client.mjs";
import { cycle } from "./cycle.mjs";

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
const next = cycle(
  Array.from({ length: 256 }, (_, user) => ({
    at: Date.now(),
    requestId: randomUUID(),
    traceId: undefined,
    method: "POST",
    route: "POST /api/orders",
    status: 201,
    outcome: "answered",
    reason: undefined,
    callerId: userId(user),
    network: "192.0.2.0/24",
    durationMilliseconds: 1.7,
  })),
);

const toPino = pino({ timestamp: pino.stdTimeFunctions.isoTime }, nowhere());
const toFile = pino(pino.destination({ dest: "/dev/null", sync: true }));
const toWinston = winston.createLogger({
  format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
  transports: [new winston.transports.Stream({ stream: nowhere() })],
});
const sink = nowhere();
const tell = (options) => {
  const told = observer(options);
  return () => told.request(next());
};

const byHand = new prometheus.Counter({
  name: "by_hand_total",
  help: "Requests.",
  labelNames: ["method", "route", "status"],
});
const timed = new prometheus.Histogram({ name: "by_hand_seconds", help: "Time.", labelNames: ["method", "route"] });
const measured = metrics({ client: prometheus });
let lines = "";
const keep = (line) => {
  lines = line;
};

export const GROUPS = {
  "observe: a request's line": [
    { name: "JSON.stringify to a stream", run: () => sink.write(`${JSON.stringify(next())}\n`) },
    { name: "cloche/observe, jsonSink", run: tell({ logger: jsonSink({ write: (line) => sink.write(`${line}\n`) }) }) },
    { name: "cloche/observe, jsonSink, line kept", run: tell({ logger: jsonSink({ write: keep }) }) },
    { name: "pino to a stream", run: () => toPino.info(next(), "request") },
    { name: "pino to a file, a write for each line", run: () => toFile.info(next(), "request") },
    { name: "cloche/observe, pinoSink", run: tell({ logger: pinoSink(toPino) }) },
    { name: "winston to a stream", run: () => toWinston.info("request", next()) },
    { name: "cloche/observe, winstonSink", run: tell({ logger: winstonSink(toWinston) }) },
  ],
  "observe: counting a request": [
    {
      name: "prom-client, labels each time",
      run: () => {
        const { method, route, status, durationMilliseconds } = next();
        byHand.inc({ method, route, status });
        timed.observe({ method, route }, durationMilliseconds / 1000);
      },
    },
    { name: "cloche/observe metrics", run: () => measured.request(next()) },
    { name: "cloche/observe, metrics and line", run: tell({ metrics: measured, logger: jsonSink({ write: keep }) }) },
  ],
};

/** Read by nobody; holds the last line so that it is really made. */
export const lastLine = () => lines;
