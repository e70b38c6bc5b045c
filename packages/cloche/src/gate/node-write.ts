/** Writes an answer to a Node.js response. */
import type { ServerResponse } from "node:http";
import { isWhole } from "./answer.js";
import type { Answer } from "./decision.js";
import { writeAtOnce } from "./node-at-once.js";

/**
 * Sets a flat list of names and values; a name that the list holds twice is sent twice, as cookies and challenges are.
 * Looking whether a value stands already costs a quarter of setting it again.
 */
export function setNodeHeaders(response: ServerResponse, headers: readonly string[]): void {
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? "";
    const value = headers[index + 1] ?? "";
    if (comesBefore(headers, index, name)) response.appendHeader(name, value);
    else if (response.getHeader(name) !== value) response.setHeader(name, value);
  }
}

function comesBefore(headers: readonly string[], end: number, name: string): boolean {
  for (let index = 0; index < end; index += 2) if (headers[index] === name) return true;
  return false;
}

/** Where a framework has set headers before, Node.js 20 would keep only the last of several with one name. */
function writeHead(response: ServerResponse, status: number, headers: string[]): void {
  if (response.getHeaderNames().length === 0) return void response.writeHead(status, headers);
  setNodeHeaders(response, headers);
  response.writeHead(status);
}

/** Writes the whole answer: at once where it is there, otherwise until a stream has ended or the client has gone. */
export function writeNode(response: ServerResponse, answer: Answer): void | Promise<void> {
  const { status, headers, body, broke } = answer;
  if (writeAtOnce(response, answer)) return;
  if (body !== undefined && !isWhole(body)) return writeStream(response, { status, headers, body, broke });
  if (status !== 204 && status !== 304) headers.push("content-length", String(lengthOf(body)));
  writeHead(response, status, headers);
  response.end(body);
}

function lengthOf(body: string | Uint8Array | undefined): number {
  return body === undefined ? 0 : Buffer.byteLength(body);
}

interface StreamAnswer extends Pick<Answer, "status" | "headers" | "broke"> {
  readonly body: AsyncIterable<string | Uint8Array>;
}

async function writeStream(response: ServerResponse, { status, headers, body, broke }: StreamAnswer): Promise<void> {
  writeHead(response, status, headers);
  response.flushHeaders();
  const chunks = body[Symbol.asyncIterator]();
  // The source may wait long for its next chunk; it hears at once that nobody waits for it.
  const stop = (): void => void chunks.return?.().catch(() => {});
  response.once("close", stop);
  try {
    // HEAD has no body, and a stream may have no end.
    if (response.req.method === "HEAD") stop();
    else await writeChunks(response, { [Symbol.asyncIterator]: () => chunks }, isLive(headers));
    response.end();
  } catch (thrown) {
    if (!response.destroyed) broke?.(thrown);
    // The status has been sent; cutting the connection is the one way left to say that the stream broke.
    response.destroy();
  } finally {
    response.off("close", stop);
  }
}

/** So far behind a live source, bytes, its reader may be before the connection is cut. */
const MOST_BEHIND = 1_048_576;
/** So long, milliseconds, the next piece of a live source waits for a reader that takes nothing. */
const PATIENCE = 250;

/** Whether the body tells what happens while it happens: such a source can wait for no reader. */
function isLive(headers: readonly string[]): boolean {
  const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === "content-type");
  return headers[at + 1]?.startsWith("text/event-stream") === true;
}

async function writeChunks(
  response: ServerResponse,
  chunks: AsyncIterable<string | Uint8Array>,
  live: boolean,
): Promise<void> {
  for await (const chunk of chunks) {
    if (response.destroyed) return;
    if (response.write(chunk) || response.destroyed) continue;
    if (live && response.writableLength > MOST_BEHIND) return void response.destroy();
    await drained(response, live ? PATIENCE : undefined);
  }
}

/** Waits until the connection has taken what was written, or for so many milliseconds. */
function drained(response: ServerResponse, atMost: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      response.off("drain", end).off("close", end);
      resolve();
    };
    const timer = atMost === undefined ? undefined : setTimeout(end, atMost);
    response.on("drain", end).on("close", end);
  });
}
