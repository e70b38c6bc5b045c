/** Splits a multipart/form-data body (RFC 7578, RFC 2046 section 5.1) into parts, refusing what readers disagree about. */
import { fromUtf8 } from "../../kernel/index.js";
import type { InputFault } from "./input-faults.js";
import { type PartHead, partHead } from "./multipart-head.js";

/** One part, its content still in the body's bytes. */
export interface Part extends PartHead {
  readonly content: Uint8Array;
}

const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;
const MAX_HEAD_BYTES = 4_096;
const LINE_END = "\r\n";
const HEAD_END = "\r\n\r\n";
const CLOSING = "--";

/** Whether the text may be a boundary (RFC 2046 section 5.1.1). */
export function isBoundary(boundary: string | undefined): boundary is string {
  return boundary !== undefined && BOUNDARY.test(boundary);
}

/**
 * The parts in their order, at most `limit`, or why there are none. Text before the first part or after the last, white
 * space after a boundary and parts without a name are refused: no client sends them, and readers differ about them.
 */
export function multipartParts(bytes: Uint8Array, boundary: string, limit: number): readonly Part[] | InputFault {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const delimiter = `${LINE_END}${CLOSING}${boundary}`;
  const parts: Part[] = [];
  let at = delimiter.length - LINE_END.length;
  if (!startsAt(body, 0, CLOSING + boundary)) return "multipart_malformed";
  while (!isEnd(body, at)) {
    if (parts.length === limit) return "too_many_names";
    const part = startsAt(body, at, LINE_END) ? readPart(body, at + LINE_END.length, delimiter) : "multipart_malformed";
    if (typeof part === "string") return part;
    parts.push(part);
    at = part.content.byteOffset - body.byteOffset + part.content.length + delimiter.length;
  }
  return parts;
}

function readPart(body: Buffer, from: number, delimiter: string): Part | InputFault {
  const headLength = body.subarray(from, from + MAX_HEAD_BYTES).indexOf(HEAD_END, 0, "latin1");
  if (headLength === -1) return "multipart_malformed";
  const text = fromUtf8(body.subarray(from, from + headLength));
  if (text === undefined) return "not_utf8";
  const start = from + headLength + HEAD_END.length;
  const end = body.indexOf(delimiter, start, "latin1");
  const head = partHead(text);
  if (end === -1 || head === undefined) return "multipart_malformed";
  return { ...head, content: body.subarray(start, end) };
}

/** Whether the closing boundary ends here, and the body with it. */
function isEnd(body: Buffer, at: number): boolean {
  if (!startsAt(body, at, CLOSING)) return false;
  const rest = body.length - at - CLOSING.length;
  return rest === 0 || (rest === LINE_END.length && startsAt(body, at + CLOSING.length, LINE_END));
}

function startsAt(body: Buffer, at: number, text: string): boolean {
  return body.toString("latin1", at, at + text.length) === text;
}
