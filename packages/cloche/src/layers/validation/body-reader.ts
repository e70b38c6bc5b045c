/** Reads a request's body: content type, caps, format and schema, in that order, and never one without the others. */
import {
  configFault,
  type Duration,
  fromUtf8,
  type HeaderPair,
  isRefusal,
  type OutputOf,
  oneOf,
  onlyKnown,
  type Refusal,
  refuse,
  type Schema,
  table,
} from "../../kernel/index.js";
import { type BodyCaps, readCaps } from "./caps.js";
import { type GatherRules, gather } from "./gather.js";
import { inputRefusals } from "./input-faults.js";
import { type MediaType, mediaType } from "./media-type.js";
import { urlEncodedPairs } from "./pairs.js";
import { type Read, type SchemaCheck, schemaCheck, supportedSchema, type UnknownKeysPolicy } from "./schema-check.js";
import { strictJson } from "./strict-json.js";
import { measure } from "./structure.js";
import { assertReadsTexts, textFields } from "./text-fields.js";

/** A format a body may come in. */
export type BodyFormat = "json" | "form";

/** How a body is read. */
export interface BodyReaderOptions<S extends Schema> {
  readonly schema: S;
  /** What happens to keys that the schema declares nowhere, at any depth. Default: refuse. */
  readonly unknownKeys?: UnknownKeysPolicy;
  /** The formats the route takes. Default: JSON only. */
  readonly accepts?: readonly BodyFormat[];
  /** How much the body may hold. */
  readonly caps?: Partial<BodyCaps>;
  /** How long asynchronous refinements may take. Default: 2 seconds. */
  readonly asyncTimeout?: Duration;
}

/** Reads one route's bodies. */
export interface BodyReader<T> {
  /** The most bytes a body may have; a server can stop reading there. */
  readonly maxBytes: number;
  /** The media types the route takes. */
  readonly accepts: readonly string[];
  /** The refusal that a Content-Type alone decides, before the body is read. */
  refuseHead(contentType: string | undefined): Refusal | undefined;
  /** Reads the body's bytes. Answers at once unless the schema waits for something. */
  read(contentType: string | undefined, bytes: Uint8Array): Read<T> | Promise<Read<T>>;
  /** Reads a body that another parser has parsed. Duplicate names can no longer be seen then. */
  readValue(value: unknown): Read<T> | Promise<Read<T>>;
}

const OPTIONS = ["schema", "unknownKeys", "accepts", "caps", "asyncTimeout"];
const POLICIES = ["refuse", "strip"] as const;
const FORMATS = ["json", "form"] as const;
const MEDIA_TYPES = table({ json: "application/json", form: "application/x-www-form-urlencoded" });
const NO_FIELDS: ReadonlySet<string> = new Set();

/** Turns bytes into the value a schema reads. */
type Parse = (bytes: Uint8Array) => { readonly value: unknown } | Refusal;

/**
 * Makes a reader for a route's body.
 *
 * The content type is decided first: `application/json` and `application/*+json`, or a form, in UTF-8 only. An empty
 * body is no reason to skip the schema: it is read as `undefined`, an empty form as no fields. JSON is refused where it
 * is not UTF-8, starts with a byte-order mark, repeats a name in one object or names a prototype. Refusals:
 * `unsupported_media_type`, `body_too_large`, `malformed_body`, `validation_failed`, and `store_unavailable` where an
 * asynchronous refinement takes too long.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`, `schema_unsupported`, `duration_unreadable`
 * @example
 * const body = bodyReader({ schema: z.object({ note: z.string().max(280) }) });
 * body.read("application/json", Buffer.from('{"note":"no onions"}')); // { value: { note: "no onions" } }
 */
export function bodyReader<S extends Schema>(options: BodyReaderOptions<S>): BodyReader<OutputOf<S>> {
  onlyKnown(options, OPTIONS, "bodyReader");
  const caps = readCaps(options.caps, "bodyReader.caps");
  const formats = readFormats(options.accepts);
  const check = schemaCheck({
    schema: options.schema,
    in: "body",
    unknownKeys: oneOf(options.unknownKeys ?? "refuse", POLICIES, "bodyReader.unknownKeys"),
    asyncTimeout: options.asyncTimeout,
    where: "bodyReader.schema",
  });
  const accepts = Object.freeze(formats.map((format) => MEDIA_TYPES[format]));
  const unsupported = refuseMediaType(accepts);
  const formatOf = formatDecider(formats);
  const parsers = { json: jsonParser(caps), form: formParser(options.schema, caps, formats) };
  const tooLarge = Object.freeze(refuse("body_too_large"));
  return {
    maxBytes: caps.bytes,
    accepts,
    refuseHead: (contentType) =>
      contentType === undefined || formatOf(contentType) !== undefined ? undefined : unsupported,
    read(contentType, bytes) {
      if (contentType === undefined && bytes.length === 0) return check(undefined);
      const format = contentType === undefined ? undefined : formatOf(contentType);
      if (format === undefined) return unsupported;
      if (bytes.length > caps.bytes) return tooLarge;
      const parsed = parsers[format](bytes);
      return isRefusal(parsed) ? parsed : check(parsed.value);
    },
    readValue: (value) => readParsed(value, caps, check),
  };
}

function readParsed<T>(value: unknown, caps: BodyCaps, check: SchemaCheck<T>): Read<T> | Promise<Read<T>> {
  const measured = measure(value, caps);
  return typeof measured === "string" ? inputRefusals("body")[measured] : check(value);
}

function readFormats(given: readonly BodyFormat[] | undefined): readonly BodyFormat[] {
  if (given === undefined) return ["json"];
  if (!Array.isArray(given) || given.length === 0) {
    throw configFault("option_invalid", { where: "bodyReader.accepts", fix: 'Name "json", "form" or both.' });
  }
  return [...new Set(given.map((format) => oneOf(format, FORMATS, "bodyReader.accepts")))];
}

function refuseMediaType(accepts: readonly string[]): Refusal {
  // RFC 9110 section 12.5.1: Accept in a response tells which content the resource takes.
  const headers: readonly HeaderPair[] = Object.freeze([["accept", accepts.join(", ")] as const]);
  return Object.freeze(refuse("unsupported_media_type", { headers }));
}

const USUAL_ENDINGS = ["", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8"];

/** Decides the format a content type names; the usual spellings are known without parsing. */
function formatDecider(formats: readonly BodyFormat[]): (contentType: string) => BodyFormat | undefined {
  const usual: ReadonlyMap<string, BodyFormat> = new Map(
    formats.flatMap((format) => USUAL_ENDINGS.map((ending) => [MEDIA_TYPES[format] + ending, format] as const)),
  );
  return (contentType) => {
    const known = usual.get(contentType);
    if (known !== undefined) return known;
    const media = mediaType(contentType);
    const format = media === undefined || !isUtf8Declared(media) ? undefined : formatOfType(media.type);
    return format !== undefined && formats.includes(format) ? format : undefined;
  };
}

function isUtf8Declared({ parameters }: MediaType): boolean {
  const { charset } = parameters;
  return charset === undefined || charset.toLowerCase() === "utf-8";
}

function formatOfType(type: string): BodyFormat | undefined {
  if (type === MEDIA_TYPES.form) return "form";
  return type === MEDIA_TYPES.json || (type.startsWith("application/") && type.endsWith("+json")) ? "json" : undefined;
}

function jsonParser(caps: BodyCaps): Parse {
  const refusals = inputRefusals("body");
  return (bytes) => {
    if (bytes.length === 0) return { value: undefined };
    const parsed = strictJson(bytes, caps);
    return "fault" in parsed ? refusals[parsed.fault] : parsed;
  };
}

function formParser(schema: Schema, caps: BodyCaps, formats: readonly BodyFormat[]): Parse {
  const refusals = inputRefusals("body");
  const node = supportedSchema(schema, "bodyReader.schema");
  // A schema that serves JSON too may ask for numbers; then a form with such a field is simply refused.
  if (node !== undefined && !formats.includes("json")) assertReadsTexts(node, "bodyReader.schema");
  const fields = node && formats.includes("form") ? textFields(node) : undefined;
  const { characters } = caps;
  const rules: GatherRules = { in: "body", fields, repeatable: NO_FIELDS, declaredOnly: false, characters };
  return (bytes) => {
    const text = fromUtf8(bytes);
    const pairs = text === undefined ? "not_utf8" : urlEncodedPairs(text, caps.keys);
    if (typeof pairs === "string") return refusals[pairs];
    const gathered = gather(pairs, rules);
    return isRefusal(gathered) ? gathered : { value: gathered.fields };
  };
}
