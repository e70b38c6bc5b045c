/** Sends one HTTP request on a connection of its own and reads its answer up to a bound. */
import { type ClientRequest, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";

/** One request. */
export interface OneRequest {
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Uint8Array | undefined;
  readonly lookup: LookupFunction;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

/** What came back. */
export interface OneAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** `undefined` where there were more than `maxBytes`. */
  readonly bytes: Uint8Array | undefined;
}

/** Sends the request. Rejects where it could not be sent or answered, or was aborted. */
export function fetchOnce(
  url: URL,
  { method, headers, body, lookup, signal, maxBytes }: OneRequest,
): Promise<OneAnswer> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    // A shared agent may hold an open connection to this host that was made without the pinned lookup.
    const options = { method, headers, lookup, signal, agent: false, maxHeaderSize: 16_384 };
    const request = send(url, options, (response) => {
      readAnswer(request, response, maxBytes).then(resolve, reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function readAnswer(request: ClientRequest, response: IncomingMessage, maxBytes: number): Promise<OneAnswer> {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      request.destroy();
      return { status, headers, bytes: undefined };
    }
    chunks.push(chunk);
  }
  return { status, headers, bytes: Buffer.concat(chunks) };
}
