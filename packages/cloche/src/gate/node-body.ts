/** Reads a Node.js request's body into memory, up to a cap. */
import type { IncomingMessage } from "node:http";
import { type Refusal, refuse } from "../kernel/index.js";

// RFC 9110 section 15.5.14: the connection is closed, or the rest would still have to be received.
const TOO_LARGE = refuse("body_too_large", { headers: [["connection", "close"]] });

/** The body's bytes; a refusal where there are more than `maxBytes` or the client goes away. */
export function readNodeBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | Refusal> {
  // A length that is announced is refused before a byte is read; one that lies is stopped by the HTTP parser.
  if (Number(request.headers["content-length"]) > maxBytes) return Promise.resolve(TOO_LARGE);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let ended = false;
    // What comes after the end is let pass: taking four listeners off again costs more than being asked once more.
    const end = (outcome: Uint8Array | Refusal): void => {
      ended = true;
      resolve(outcome);
    };
    const onData = (chunk: Buffer): void => {
      if (ended) return;
      size += chunk.length;
      if (size > maxBytes) end(TOO_LARGE);
      else chunks.push(chunk);
    };
    const onEnd = (): void => end(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    const onGone = (): void => {
      if (!ended) end(refuse("request_timeout", { reason: "body_incomplete" }));
    };
    request.on("data", onData).on("end", onEnd).on("error", onGone).on("close", onGone);
  });
}
