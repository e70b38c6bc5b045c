/** Covers what Node.js would answer by itself before there is a request: headers that are too large, unreadable or late. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { refuse } from "../kernel/index.js";
import { requestId } from "../layers/observe/index.js";
import { isWhole } from "./answer.js";
import type { Answer } from "./decision.js";
import type { Facts } from "./facts.js";
import type { Gate } from "./gate.js";
import type { Exchange } from "./node-door.js";
import { NodeFacts } from "./node-facts.js";
import { writeNode } from "./node-write.js";

/** Node.js codes of requests that could not be read, and the status each means. */
const STATUSES: ReadonlyMap<unknown, number> = new Map([
  ["HPE_HEADER_OVERFLOW", 431],
  ["HPE_CHUNK_EXTENSIONS_OVERFLOW", 413],
  ["ERR_HTTP_REQUEST_TIMEOUT", 408],
]);

/** A client that reads slowly still gets its answer; one that reads nothing holds no connection. */
const LINGERS_MILLISECONDS = 2000;

/**
 * Answers in the gate's way where Node.js would answer bare: 400 (no `Host`, too), 408, 413, 417 and 431 are covered problems, counted by
 * address and told to the observer. For a server that was made by hand; the adapters of Express and Fastify do it.
 *
 * @returns the server
 * @example
 * coverServer(createServer(listener), gate).listen(3000);
 */
export function coverServer<Http extends Server>(server: Http, gate: Gate): Http {
  server.on("clientError", (error, socket) => answerEarly(gate, error, socket as Socket));
  coverRequests(server, gate);
  return server;
}

/** The part of `coverServer` that is about requests which could be read: expectations, and those to no host. */
export function coverRequests(server: Server, gate: Gate): void {
  server.on("checkExpectation", (request, response) => answerExpectation(gate, request, response));
  refuseHostless(server, gate);
}

/**
 * RFC 9112 section 3.2: HTTP/1.1 without `Host` is refused. Node.js does so bare, before its listeners hear of it; here it is
 * done where the event is emitted, so that no listener hears of it either, one that is added later included.
 */
function refuseHostless(server: Server, gate: Gate): void {
  if (!("requireHostHeader" in server)) return;
  server.requireHostHeader = false;
  const emit: (event: string, ...given: readonly unknown[]) => boolean = server.emit.bind(server);
  server.emit = (event: string, ...given: readonly unknown[]): boolean => {
    const [request, response] = given;
    if (event !== "request" || !isHostless(request as IncomingMessage)) return emit(event, ...given);
    answerAndClose(gate, 400, { request: request as IncomingMessage, response: response as ServerResponse });
    return true;
  };
}

function isHostless({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion === "1.1";
}

/** Answers a connection whose request could not be read. */
export function answerEarly(gate: Gate, error: unknown, socket: Socket): void {
  if (!mayAnswer(error, socket)) {
    socket.destroy();
    return;
  }
  const statusCode = STATUSES.get(codeOf(error)) ?? 400;
  gate.outside(factsOf(gate, socket), { statusCode }).then(
    (answer) => {
      if (!mayAnswer(error, socket)) {
        socket.destroy();
        return;
      }
      socket.setTimeout(LINGERS_MILLISECONDS, () => socket.destroy());
      socket.end(onTheWire(answer));
    },
    () => socket.destroy(),
  );
}

/** RFC 9110 section 10.1.1: an expectation that cannot be met is refused before the body is sent. */
function answerExpectation(gate: Gate, request: IncomingMessage, response: ServerResponse): void {
  answerAndClose(gate, 417, { request, response });
}

function answerAndClose(gate: Gate, statusCode: number, { request, response }: Exchange): void {
  gate.outside(new NodeFacts(request, response, gate), { statusCode }).then(
    (answer) => writeNode(response, { ...answer, headers: [...answer.headers, "connection", "close"] }),
    () => response.destroy(),
  );
}

/** Where an answer has begun on this connection, another would be taken for its rest. */
function mayAnswer(error: unknown, socket: Socket): boolean {
  const { _httpMessage: current } = socket as { readonly _httpMessage?: { readonly headersSent: boolean } | null };
  return socket.writable && codeOf(error) !== "ECONNRESET" && current?.headersSent !== true;
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code;
}

/** All that is known of a request that cannot be read is who sent it. */
function factsOf(gate: Gate, socket: Socket): Facts {
  const peer = socket.remoteAddress ?? "";
  return {
    requestId: requestId(undefined),
    traceId: undefined,
    startedAt: gate.clock.now(),
    startedMark: gate.mark(),
    method: "_OTHER",
    target: "/",
    address: gate.proxies.clientAddress(peer, undefined),
    secure: (socket as Partial<TLSSocket>).encrypted === true,
    params: {},
    signal: AbortSignal.abort(),
    header: () => undefined,
    headerCount: () => 0,
    bytes: () => Promise.resolve(refuse("request_malformed")),
    earlierBody: () => undefined,
  };
}

function onTheWire({ status, headers, body }: Answer): string {
  const text = isWhole(body) ? String(body) : "";
  const pairs = [...headers, "content-length", String(Buffer.byteLength(text)), "connection", "close"];
  const lines = pairs.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${pairs[index + 1] ?? ""}`] : []));
  // RFC 9112 section 4: the reason phrase may be empty, the space before it not.
  return [`HTTP/1.1 ${status} `, ...lines, "", text].join("\r\n");
}
