/** Writes an answer to a Node.js response. */
import type { ServerResponse } from "node:http";
import { isWhole } from "./answer.js";
import type { Answer } from "./decision.js";

/** Sets a flat list of names and values; a name that the list holds twice is sent twice, as cookies and challenges are. */
export function setNodeHeaders(response: ServerResponse, headers: readonly string[]): void {
  const set = new Set<string>();
  for (let index = 0; index < headers.length; index += 2) {
    const [name = "", value = ""] = headers.slice(index, index + 2);
    if (set.has(name)) response.appendHeader(name, value);
    else response.setHeader(name, value);
    set.add(name);
  }
}

/** Where a framework has set headers before, Node.js 20 would keep only the last of several with one name. */
function writeHead(response: ServerResponse, status: number, headers: readonly string[]): void {
  if (response.getHeaderNames().length === 0) return void response.writeHead(status, [...headers]);
  setNodeHeaders(response, headers);
  response.writeHead(status);
}

/** Writes the whole answer; resolves when a stream has ended or the client has gone. */
export async function writeNode(response: ServerResponse, answer: Answer): Promise<void> {
  const { status, headers, body } = answer;
  if (body === undefined || isWhole(body)) {
    const bodyless = status === 204 || status === 304;
    const length = bodyless ? [] : ["content-length", String(body === undefined ? 0 : Buffer.byteLength(body))];
    writeHead(response, status, [...headers, ...length]);
    response.end(body);
    return;
  }
  writeHead(response, status, headers);
  response.flushHeaders();
  await writeStream(response, body, answer.broke);
}

async function writeStream(
  response: ServerResponse,
  body: AsyncIterable<string | Uint8Array>,
  broke: Answer["broke"],
): Promise<void> {
  const chunks = body[Symbol.asyncIterator]();
  // The source may wait long for its next chunk; it hears at once that nobody waits for it.
  const stop = (): void => void chunks.return?.().catch(() => {});
  response.once("close", stop);
  try {
    // HEAD has no body, and a stream may have no end.
    if (response.req.method === "HEAD") stop();
    else await writeChunks(response, { [Symbol.asyncIterator]: () => chunks });
    response.end();
  } catch (thrown) {
    if (!response.destroyed) broke?.(thrown);
    // The status has been sent; cutting the connection is the one way left to say that the stream broke.
    response.destroy();
  } finally {
    response.off("close", stop);
  }
}

async function writeChunks(response: ServerResponse, chunks: AsyncIterable<string | Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    if (response.destroyed) return;
    if (!response.write(chunk) && !response.destroyed) await drained(response);
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      response.off("drain", end).off("close", end);
      resolve();
    };
    response.on("drain", end).on("close", end);
  });
}
