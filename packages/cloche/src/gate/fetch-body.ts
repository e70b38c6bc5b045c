/** Reads a fetch request's body into memory, up to a cap. */
import { type Refusal, refuse } from "../kernel/index.js";
import { LINGER_BYTES, LINGER_MS, TOO_LARGE } from "./body-cap.js";
import { BODY_TAKEN } from "./body-taken.js";

/** The body's bytes; a refusal where there are more than `maxBytes`, they break off, or somebody read them before. */
export async function readFetchBody(request: Request, maxBytes: number): Promise<Uint8Array | Refusal> {
  if (Number(request.headers.get("content-length")) > maxBytes) return TOO_LARGE;
  const { body } = request;
  if (request.bodyUsed || body?.locked === true) return BODY_TAKEN;
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      size += value.byteLength;
      if (size > maxBytes) break;
      chunks.push(value);
    }
  } catch {
    return refuse("request_timeout", { reason: "body_incomplete" });
  }
  void linger(reader);
  return TOO_LARGE;
}

/** Receives the rest and keeps nothing of it, up to a bound. */
async function linger(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const stop = (): Promise<void> => reader.cancel().catch(() => {});
  const timer = setTimeout(() => void stop(), LINGER_MS);
  try {
    for (let left = LINGER_BYTES; left >= 0; ) {
      const { done, value } = await reader.read();
      if (done) return;
      left -= value.byteLength;
    }
    await stop();
  } catch {
    // The client went away: nothing is left to throw away.
  } finally {
    clearTimeout(timer);
  }
}
