/** Reads a Node.js request's body into memory, up to a cap. */
import type { IncomingMessage } from "node:http";
import { type Refusal, refuse } from "../kernel/index.js";
import { LINGER_BYTES, LINGER_MS, TOO_LARGE } from "./body-cap.js";

/** The body's bytes; a refusal where there are more than `maxBytes` or the client goes away. */
export function readNodeBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | Refusal> {
  // A length that is announced is refused before a byte is read; one that lies is stopped by the HTTP parser.
  if (Number(request.headers["content-length"]) > maxBytes) {
    linger(request);
    return Promise.resolve(TOO_LARGE);
  }
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
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      linger(request);
      end(TOO_LARGE);
    };
    const onEnd = (): void => end(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    const onGone = (): void => {
      if (!ended) end(refuse("request_timeout", { reason: "body_incomplete" }));
    };
    request.on("data", onData).on("end", onEnd).on("error", onGone).on("close", onGone);
  });
}

/** Receives the rest and keeps nothing of it, up to a bound; what is still being sent then ends with the connection. */
function linger(request: IncomingMessage): void {
  let left = LINGER_BYTES;
  const stop = (): void => void request.destroy();
  const timer = setTimeout(stop, LINGER_MS).unref();
  const done = (): void => clearTimeout(timer);
  request
    .on("data", (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) stop();
    })
    .on("end", done)
    .on("error", done)
    .on("close", done);
}
