/** Parses a Content-Type exactly as RFC 9110 section 8.3.1 writes it, so that no two readers can differ about it. */

/** A media type, in lower case, and its parameters, names in lower case. */
export interface MediaType {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const MAX_LENGTH = 512;
const TYPE = /[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+)/y;
const PARAMETER =
  /[ \t]*;[ \t]*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|"((?:[\t !#-[\]-~]|\\[\t -~])*)"))?/y;
const END = /[ \t]*$/y;

/**
 * Parses the value of a Content-Type header.
 *
 * Case, optional white space (spaces and tabs around the semicolons), quoted parameters and empty parameters are read as
 * the grammar says; everything else, a parameter given twice included, is malformed.
 *
 * @param header - the header's value; at most 512 characters.
 * @returns the media type, or `undefined` where the header is absent or malformed.
 * @example
 * mediaType("Application/JSON;charset=\"UTF-8\""); // { type: "application/json", parameters: { charset: "UTF-8" } }
 * mediaType("application/json\tx");                // undefined
 */
export function mediaType(header: string | undefined): MediaType | undefined {
  if (header === undefined || header.length > MAX_LENGTH) return undefined;
  const type = next(TYPE, header, 0);
  if (type === undefined) return undefined;
  const parameters: Record<string, string> = Object.create(null);
  let at = TYPE.lastIndex;
  while (next(END, header, at) === undefined) {
    const match = next(PARAMETER, header, at);
    if (match === undefined || !keep(parameters, match)) return undefined;
    at = PARAMETER.lastIndex;
  }
  return { type: (type[1] ?? "").toLowerCase(), parameters };
}

function next(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function keep(parameters: Record<string, string>, match: RegExpExecArray): boolean {
  const name = match[1]?.toLowerCase();
  if (name === undefined) return true;
  if (name in parameters) return false;
  parameters[name] = match[2] ?? (match[3] ?? "").replace(/\\(.)/g, "$1");
  return true;
}
