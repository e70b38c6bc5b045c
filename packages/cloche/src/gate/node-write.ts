/** Writes an answer to a Node.js response. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Answer } from "./decision.js";

/** Sets a flat list of names and values. */
export function setNodeHeaders(response: ServerResponse, headers: readonly string[]): void {
  for (let index = 0; index < headers.length; index += 2) {
    response.setHeader(headers[index] ?? "", headers[index + 1] ?? "");
  }
}

/** Writes the whole answer; resolves when a stream has ended or the client has gone. */
export async function writeNode(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) {
    writeWhole(response, { status, headers, body });
    return;
  }
  response.writeHead(status, [...headers]);
  response.flushHeaders();
  await writeStream(response, body);
}

interface Whole {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | undefined;
}

function writeWhole(response: ServerResponse, { status, headers, body }: Whole): void {
  const bodyless = status === 204 || status === 304;
  const length = bodyless ? [] : ["content-length", String(body === undefined ? 0 : Buffer.byteLength(body))];
  response.writeHead(status, [...headers, ...length]);
  response.end(body);
}

async function writeStream(response: ServerResponse, chunks: AsyncIterable<string | Uint8Array>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await Promise.race([once(response, "drain"), once(response, "close")]);
    }
    response.end();
  } catch {
    // The status has been sent; cutting the connection is the one way left to say that the stream broke.
    response.destroy();
  }
}
