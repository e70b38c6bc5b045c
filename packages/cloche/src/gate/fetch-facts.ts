/** Facts from a fetch `Request`, for every adapter whose framework speaks the web's own types. */
import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import { isRefusal, type Refusal, refuse } from "../kernel/index.js";
import { requestId, traceContext } from "../layers/observe/index.js";
import { readBoundBody } from "./bound-body.js";
import type { Facts } from "./facts.js";
import { readFetchBody } from "./fetch-body.js";
import { currentIncoming } from "./fetch-incoming.js";
import type { Gate } from "./gate.js";

/** One request as a fetch framework hands it on. */
export interface FetchCall {
  readonly request: Request;
  /** The decoded path parameters, where a route was found. */
  readonly params?: Readonly<Record<string, string>> | undefined;
  /** The Node.js request underneath, where it is not remembered: it knows the connection, and each header by itself. */
  readonly incoming?: IncomingMessage | undefined;
  /** The address of the connection, where the runtime tells it in another way. */
  readonly address?: string | undefined;
}

/** The facts of one fetch request. */
export class FetchFacts implements Facts {
  readonly requestId: string;
  readonly startedAt: number;
  readonly startedMark: number;
  readonly method: string;
  readonly target: string;
  readonly address: string;
  readonly secure: boolean;
  params: Readonly<Record<string, string>>;
  readonly #request: Request;
  readonly #incoming: IncomingMessage | undefined;
  /** The same, where the framework itself was given it and makes the body of it only when asked. */
  readonly #bound: IncomingMessage | undefined;
  #bytes: Promise<Uint8Array | Refusal> | undefined;

  constructor(call: FetchCall, gate: Gate) {
    const { request, incoming = currentIncoming()?.incoming, params = NO_PARAMS } = call;
    const peer = call.address ?? incoming?.socket.remoteAddress ?? "";
    this.#request = request;
    this.#incoming = incoming;
    this.#bound = call.incoming;
    this.params = params;
    this.requestId = requestId(this.header("x-request-id"));
    this.startedAt = gate.clock.now();
    this.startedMark = gate.mark();
    this.method = request.method;
    this.target = targetOf(request.url);
    this.address = gate.proxies.clientAddress(peer, this.header("x-forwarded-for"));
    this.secure = gate.proxies.secure(isEncrypted(request, incoming), peer, this.header("x-forwarded-proto"));
  }

  get traceId(): string | undefined {
    return traceContext(this.header("traceparent"))?.traceId;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  header(name: string): string | undefined {
    return this.#request.headers.get(name) ?? undefined;
  }

  /**
   * Where only the web's `Headers` are there, several values have become one text, so that one value with a comma and a
   * blank in it counts as two: of what must come once, that refuses more than it has to and never less.
   */
  headerCount(name: string): number {
    const raw = this.#incoming?.rawHeaders;
    if (raw !== undefined) return raw.filter((given, at) => at % 2 === 0 && given.toLowerCase() === name).length;
    return this.header(name)?.split(", ").length ?? 0;
  }

  async bytes(maxBytes: number): Promise<Uint8Array | Refusal> {
    this.#bytes ??= readBoundBody(this.#request, this.#bound, maxBytes) ?? readFetchBody(this.#request, maxBytes);
    const bytes = await this.#bytes;
    return isRefusal(bytes) || bytes.byteLength <= maxBytes ? bytes : refuse("body_too_large");
  }

  earlierBody(): undefined {
    return undefined;
  }
}

const NO_PARAMS = Object.freeze({});

/** Path and query as they stand in the address, undecoded. */
function targetOf(url: string): string {
  const start = url.indexOf("/", url.indexOf(":") + 3);
  const hash = url.indexOf("#", start);
  return url.slice(start, hash === -1 ? undefined : hash);
}

/** Below Node.js the socket knows; the scheme of the address may have been made from a header. */
function isEncrypted({ url }: Request, incoming: IncomingMessage | undefined): boolean {
  if (incoming === undefined) return url.startsWith("https:");
  return (incoming.socket as Partial<TLSSocket>).encrypted === true;
}
