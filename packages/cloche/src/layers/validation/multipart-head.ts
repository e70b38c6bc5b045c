/** Reads the header fields of one part of a form (RFC 7578 section 4). */
import { mediaType } from "./media-type.js";

/** What a part's header fields say. */
export interface PartHead {
  readonly name: string;
  /** The name its sender gave the file, untouched; `undefined` where the part is a plain field. */
  readonly fileName: string | undefined;
}

const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\p{Cc}]*(?:\t[^\p{Cc}]*)*)$/u;
const FORM_DATA = /^form-data(?=[ \t]*;)/i;
// Inside quotes a backslash stays itself: browsers send it bare, and nothing here unescapes it.
const PARAMETER = /[ \t]*;[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|"((?:[^"\\]|\\.)*)")/uy;
// RFC 7578 section 4.7 deprecates the field; these values change nothing.
const IDENTITY_ENCODINGS: ReadonlySet<string> = new Set(["7bit", "8bit", "binary"]);
const KNOWN_PARAMETERS: ReadonlySet<string> = new Set(["name", "filename"]);

/** What the head says, or `undefined` where it is malformed, or says what two readers would take differently. */
export function partHead(text: string): PartHead | undefined {
  const fields = fieldsOf(text);
  if (fields === undefined || !isPlainContent(fields)) return undefined;
  const parameters = disposition(fields.get("content-disposition") ?? "");
  const name = parameters?.get("name");
  // A quote or a backslash in a field's name is escaped by some clients and not by others.
  if (name === undefined || /["\\]/.test(name)) return undefined;
  return { name, fileName: parameters?.get("filename") };
}

function fieldsOf(text: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const line of text.split("\r\n")) {
    const [, name = "", value = ""] = FIELD.exec(line) ?? [];
    if (name === "" || fields.has(name.toLowerCase())) return undefined;
    fields.set(name.toLowerCase(), value.trim());
  }
  return fields;
}

/** Whether the content is what it looks like: not encoded once more, no form of its own, and a text in UTF-8. */
function isPlainContent(fields: ReadonlyMap<string, string>): boolean {
  const encoding = fields.get("content-transfer-encoding");
  if (encoding !== undefined && !IDENTITY_ENCODINGS.has(encoding.toLowerCase())) return false;
  const declared = fields.get("content-type");
  if (declared === undefined) return true;
  const media = mediaType(declared);
  if (media === undefined || media.type.startsWith("multipart/")) return false;
  const { charset } = media.parameters;
  return charset === undefined || charset.toLowerCase() === "utf-8";
}

function disposition(value: string): ReadonlyMap<string, string> | undefined {
  const type = FORM_DATA.exec(value)?.[0];
  if (type === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (let at = type.length; at < value.length; at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at;
    const [, written = "", token, quoted = ""] = PARAMETER.exec(value) ?? [];
    const name = written.toLowerCase();
    // RFC 7578 section 4.2: `filename*` must not be used; it would give the file a second name.
    if (!KNOWN_PARAMETERS.has(name) || parameters.has(name)) return undefined;
    parameters.set(name, token ?? quoted);
  }
  return parameters;
}
