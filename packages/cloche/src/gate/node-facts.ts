/** Facts from a Node.js request, for every adapter whose framework stands on `node:http`. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import type { Refusal } from "../kernel/index.js";
import { requestId, traceContext } from "../layers/observe/index.js";
import { BODY_TAKEN } from "./body-taken.js";
import type { Facts } from "./facts.js";
import type { Gate } from "./gate.js";
import { readNodeBody } from "./node-body.js";

/** The facts of one Node.js request. A class, so that what few requests need costs the others nothing. */
export class NodeFacts implements Facts {
  /** Whose facts they are: another gate may trust other proxies. */
  readonly gate: Gate;
  readonly requestId: string;
  readonly startedAt: number;
  readonly startedMark: number;
  readonly method: string;
  readonly target: string;
  readonly address: string;
  readonly secure: boolean;
  params: Readonly<Record<string, string>> = NO_PARAMS;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #controller: AbortController | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, gate: Gate) {
    const { headers, socket } = request;
    const peer = socket.remoteAddress ?? "";
    this.gate = gate;
    this.#request = request;
    this.#response = response;
    this.requestId = requestId(single(headers["x-request-id"]));
    this.startedAt = gate.clock.now();
    this.startedMark = gate.mark();
    this.method = request.method ?? "GET";
    this.target = request.url ?? "/";
    this.address = gate.proxies.clientAddress(peer, joined(headers["x-forwarded-for"]));
    const encrypted = (socket as Partial<TLSSocket>).encrypted === true;
    this.secure = gate.proxies.secure(encrypted, peer, single(headers["x-forwarded-proto"]));
  }

  get traceId(): string | undefined {
    return traceContext(this.header("traceparent"))?.traceId;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      if (this.#response.destroyed) controller.abort();
      else this.#response.once("close", () => controller.abort());
      this.#controller = controller;
    }
    return this.#controller.signal;
  }

  header(name: string): string | undefined {
    return joined(this.#request.headers[name]);
  }

  /** Counted in the raw list: Node.js drops all but the first of headers such as `authorization`. */
  headerCount(name: string): number {
    const raw = this.#request.rawHeaders;
    let count = 0;
    for (let index = 0; index < raw.length; index += 2) {
      const sent = raw[index] ?? "";
      if (sent.length === name.length && sent.toLowerCase() === name) count += 1;
    }
    return count;
  }

  bytes(maxBytes: number): Promise<Uint8Array | Refusal> {
    if (this.#request.readableEnded) return Promise.resolve(BODY_TAKEN);
    return readNodeBody(this.#request, maxBytes);
  }

  earlierBody(): { readonly value: unknown } | undefined {
    const { body, readableEnded } = this.#request as IncomingMessage & { readonly body?: unknown };
    return readableEnded && body !== undefined ? { value: body } : undefined;
  }
}

const NO_PARAMS = Object.freeze({});

function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
