/**
 * Writes a whole answer to a Node.js response in one piece: the headers that are the same for every answer as one text,
 * made at start, and the body behind them. Node.js would check and join each header anew, and write the body as a second
 * piece through a slower call: together a quarter of what an answer costs. See docs/decisions/0007.
 */
import type { ServerResponse } from "node:http";
import type { Answer } from "./decision.js";

/** RFC 9110 sections 5.1 and 5.5; bytes above ASCII are left to Node.js, and so are the headers it acts on itself. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;
const ACTED_ON = /^(?:connection|content-length|date|expect|keep-alive|trailer|transfer-encoding|upgrade)$/i;
const LINE_END = "\r\n";
const HEAD_END = LINE_END + LINE_END;

const texts = new WeakMap<readonly string[], string>();

/**
 * Takes note of a list of headers that many answers begin with, names and values in turn.
 *
 * @returns the list
 */
export function writtenOften(headers: readonly string[]): readonly string[] {
  const names = headers.filter((_, index) => index % 2 === 0);
  const values = headers.filter((_, index) => index % 2 === 1);
  const isPlain =
    names.every((name) => NAME.test(name) && !ACTED_ON.test(name)) && values.every((value) => VALUE.test(value));
  const lines = names.map((name, index) => `${name}: ${values[index] ?? ""}${LINE_END}`);
  if (isPlain) texts.set(headers, lines.join(""));
  return headers;
}

/** Node.js's own record of the head, which it sends before the first piece of the body. */
type HeadedResponse = ServerResponse & { _header?: string | null };

/** Writes the answer, or leaves it alone where it is not of the usual kind. */
export function writeAtOnce(response: ServerResponse, { status, headers, body, cover }: Answer): boolean {
  const lines = cover === undefined ? undefined : texts.get(cover);
  if (cover === undefined || lines === undefined || typeof body !== "string" || !isUntouched(response)) return false;
  const length = Buffer.byteLength(body);
  // The head is sent as latin1, which is UTF-8 as long as it is ASCII.
  if (length !== body.length || status === 204 || status === 304) return false;
  const own = headers.slice(cover.length);
  own.push("content-length", String(length));
  response.writeHead(status, own);
  const head = (response as HeadedResponse)._header;
  if (typeof head !== "string" || !head.endsWith(HEAD_END)) throw new TypeError("Node.js keeps no head of an answer.");
  const whole = head.slice(0, -LINE_END.length) + lines + LINE_END;
  (response as HeadedResponse)._header = response.req.method === "HEAD" ? whole : whole + body;
  response.end();
  return true;
}

/** Looked up where there is a Node.js response: other runtimes load this file without having `node:http`. */
let plain: ServerResponse | undefined;

/** Whoever stands in front of the response, such as one that compresses, must get the body by itself. */
function isUntouched(response: ServerResponse): boolean {
  plain ??= process.getBuiltinModule("node:http").ServerResponse.prototype;
  return (
    (response as HeadedResponse)._header === null &&
    response.end === plain.end &&
    response.write === plain.write &&
    response.writeHead === plain.writeHead &&
    !response.strictContentLength &&
    response.getHeaderNames().length === 0
  );
}
