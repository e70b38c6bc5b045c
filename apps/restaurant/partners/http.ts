/** A small HTTP server of an imitation: one handler, bounded bodies, 127.0.0.1 only. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What was asked. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly header: (name: string) => string;
}

/** What is answered: JSON, a page, or a way on. */
export type Answer =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly html: string }
  | { readonly location: string };

/** A running imitation. */
export interface RunningServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** The next calls meet a connection that ends, as one that was kept too long does; nothing is carried out. */
  readonly breakConnections: (many: number) => void;
}

/** Answers a call; `undefined` is a 404. */
export type Answerer = (call: Call) => Answer | undefined | Promise<Answer | undefined>;

const MOST_BYTES = 100_000;
const HOST = "127.0.0.1";
/** The pages are plain forms. */
const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

/** Starts one on a port of its own, or on the one that is given. */
export function startServer(answer: Answerer, port = 0): Promise<RunningServer> {
  let breaking = 0;
  const breakConnections = (many: number) => {
    breaking = many;
  };
  const server = createServer((request, response) => {
    if (breaking > 0) {
      breaking -= 1;
      request.socket.resetAndDestroy();
      return;
    }
    serve(request, response, answer).catch(() => response.writeHead(500).end());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      const given = typeof address === "object" && address !== null ? address.port : port;
      resolve({ url: `http://${HOST}:${given}`, stop: () => closed(server), breakConnections });
    });
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, answer: Answerer): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${HOST}`);
  const body = await textOf(request);
  const header = (name: string) => String(request.headers[name] ?? "");
  const call = { method: request.method ?? "GET", path: url.pathname, query: url.searchParams, header };
  const said = (body === undefined ? undefined : await answer({ ...call, body })) ?? NOT_FOUND;
  if ("location" in said) response.writeHead(303, { location: said.location }).end();
  else if ("html" in said) response.writeHead(said.status, PAGE_HEADERS).end(said.html);
  else response.writeHead(said.status, { "content-type": "application/json" }).end(JSON.stringify(said.json));
}

const NOT_FOUND = { status: 404, json: { error: { type: "invalid_request_error", message: "No such thing here." } } };

async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function closed(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
