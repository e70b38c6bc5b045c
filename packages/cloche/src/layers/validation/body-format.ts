/** Decides by the Content-Type alone in which format a body comes, or that the route does not take it. */
import { configFault, type HeaderPair, oneOf, type Refusal, refuse, table } from "../../kernel/index.js";
import { type MediaType, mediaType } from "./media-type.js";
import { isBoundary } from "./multipart.js";

/** A format a body may come in. `multipart` is a form that may bring files; `csp-report` JSON under a type without `+json`. */
export type BodyFormat = "json" | "form" | "multipart" | "csp-report";

/** The format of one body. */
export interface DecidedFormat {
  readonly format: BodyFormat;
  /** What separates the parts of a `multipart` body. */
  readonly boundary?: string;
}

const FORMATS = ["json", "form", "multipart", "csp-report"] as const;

/** The media type of each format. */
export const MEDIA_TYPES = table({
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
  "csp-report": "application/csp-report",
});

/**
 * The formats, each once. JSON where none are given.
 *
 * @throws ConfigError `option_invalid`
 */
export function readFormats(given: readonly BodyFormat[] | undefined): readonly BodyFormat[] {
  if (given === undefined) return ["json"];
  if (!Array.isArray(given) || given.length === 0) {
    throw configFault("option_invalid", { where: "bodyReader.accepts", fix: `Name some of: ${FORMATS.join(", ")}.` });
  }
  return [...new Set(given.map((format) => oneOf(format, FORMATS, "bodyReader.accepts")))];
}

/** The refusal of every other media type. */
export function refuseMediaType(accepts: readonly string[]): Refusal {
  // RFC 9110 section 12.5.1: Accept in a response tells which content the resource takes.
  const headers: readonly HeaderPair[] = Object.freeze([["accept", accepts.join(", ")] as const]);
  return Object.freeze(refuse("unsupported_media_type", { headers }));
}

const USUAL_ENDINGS = ["", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8"];

/** Makes the decider; the usual spellings are known without parsing. */
export function formatDecider(formats: readonly BodyFormat[]): (contentType: string) => DecidedFormat | undefined {
  const usual: ReadonlyMap<string, DecidedFormat> = new Map(
    formats
      .filter((format) => format !== "multipart")
      .flatMap((format) => USUAL_ENDINGS.map((ending) => [MEDIA_TYPES[format] + ending, { format }] as const)),
  );
  return (contentType) => {
    const known = usual.get(contentType);
    if (known !== undefined) return known;
    const media = mediaType(contentType);
    const decided = media === undefined || !isUtf8Declared(media) ? undefined : decide(media);
    return decided !== undefined && formats.includes(decided.format) ? decided : undefined;
  };
}

function isUtf8Declared({ parameters }: MediaType): boolean {
  const { charset } = parameters;
  return charset === undefined || charset.toLowerCase() === "utf-8";
}

function decide({ type, parameters }: MediaType): DecidedFormat | undefined {
  const { boundary } = parameters;
  if (type === MEDIA_TYPES.multipart) return isBoundary(boundary) ? { format: "multipart", boundary } : undefined;
  if (type === MEDIA_TYPES.form) return { format: "form" };
  if (type === MEDIA_TYPES["csp-report"]) return { format: "csp-report" };
  const isJson = type === MEDIA_TYPES.json || (type.startsWith("application/") && type.endsWith("+json"));
  return isJson ? { format: "json" } : undefined;
}
