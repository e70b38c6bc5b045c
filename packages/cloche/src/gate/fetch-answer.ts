/** Makes a fetch `Response` of an answer. */
import { isWhole } from "./answer.js";
import type { Answer } from "./decision.js";

/** The response of an answer; to HEAD it has no body, and a stream's source is told at once that nobody listens. */
export function responseOf({ status, headers, body, broke }: Answer, method: string): Response {
  const sent = fieldsOf(headers);
  const bodyless = method === "HEAD" || status === 204 || status === 205 || status === 304;
  if (body === undefined || isWhole(body)) {
    const length = String(Buffer.byteLength(body ?? ""));
    if (status !== 204 && status !== 304) setField(sent, "content-length", length);
    return new Response(bodyless ? null : (body as string | undefined), { status, headers: sent });
  }
  if (!bodyless) return new Response(streamOf(body, broke), { status, headers: sent });
  void stop(body[Symbol.asyncIterator]());
  return new Response(null, { status, headers: sent });
}

type Fields = Headers | Record<string, string>;

/** An object as long as no name comes twice: `@hono/node-server` writes it as it is, and makes no `Headers` of it. */
function fieldsOf(headers: readonly string[]): Fields {
  const fields: Record<string, string> = {};
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? "";
    if (Object.hasOwn(fields, name)) return appended(headers);
    fields[name] = headers[index + 1] ?? "";
  }
  return fields;
}

function appended(headers: readonly string[]): Headers {
  const fields = new Headers();
  for (let index = 0; index < headers.length; index += 2) fields.append(headers[index] ?? "", headers[index + 1] ?? "");
  return fields;
}

function setField(fields: Fields, name: string, value: string): void {
  if (fields instanceof Headers) fields.set(name, value);
  else fields[name] = value;
}

type Chunks = AsyncIterator<string | Uint8Array>;

/** Asks the source for its next piece when the connection can take it. */
function streamOf(body: AsyncIterable<string | Uint8Array>, broke: Answer["broke"]): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      try {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
      } catch (thrown) {
        broke?.(thrown);
        // The status has been sent; cutting the connection is the one way left to say that the stream broke.
        controller.error(new Error("The stream broke."));
      }
    },
    // The source may wait long for its next piece; nobody waits here for it to hear that it may stop.
    cancel: () => void stop(chunks),
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

async function stop(chunks: Chunks): Promise<void> {
  try {
    await chunks.return?.();
  } catch {
    // It was told to stop, and has.
  }
}
