/** Reads a request's body: content type, caps, format and schema, in that order, and never one without the others. */
import {
  configFault,
  type Duration,
  isRefusal,
  type OutputOf,
  oneOf,
  onlyKnown,
  type Refusal,
  refuse,
  type Schema,
} from "../../kernel/index.js";
import {
  type BodyFormat,
  type DecidedFormat,
  formatDecider,
  MEDIA_TYPES,
  readFormats,
  refuseMediaType,
} from "./body-format.js";
import { bodyParsers } from "./body-parsers.js";
import { type BodyCaps, readCaps } from "./caps.js";
import { type BodyEncoding, type Decompress, type EncodingDecider, encodingDecider } from "./content-encoding.js";
import { inputRefusals } from "./input-faults.js";
import { type Read, type SchemaCheck, schemaCheck, type UnknownKeysPolicy } from "./schema-check.js";
import { measure } from "./structure.js";
import type { FileRules } from "./uploads.js";

/** How a body is read. */
export interface BodyReaderOptions<S extends Schema> {
  readonly schema: S;
  /** What happens to keys that the schema declares nowhere, at any depth. Default: refuse. */
  readonly unknownKeys?: UnknownKeysPolicy;
  /** The formats the route takes. Default: JSON only. */
  readonly accepts?: readonly BodyFormat[];
  /** The content codings the route takes. Default: none, so that a compressed body is refused. */
  readonly encodings?: readonly BodyEncoding[];
  /** Which files a `multipart` body may bring. */
  readonly files?: FileRules;
  /** Fields of a form that may come several times, for schemas of libraries other than zod. */
  readonly repeatable?: readonly string[];
  /** How much the body may hold. */
  readonly caps?: Partial<BodyCaps>;
  /** How long asynchronous refinements may take. Default: 2 seconds. */
  readonly asyncTimeout?: Duration;
}

/** The headers that say how a body is to be read. */
export interface BodyHead {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
}

type Head = BodyHead | string | undefined;

/** Reads one route's bodies. */
export interface BodyReader<T> {
  /** The most bytes a body may have; a server can stop reading there. */
  readonly maxBytes: number;
  /** The media types the route takes. */
  readonly accepts: readonly string[];
  /** The refusal that the head alone decides, before the body is read. A text is taken for the Content-Type. */
  refuseHead(head: Head): Refusal | undefined;
  /** Reads the body's bytes. Answers at once unless the schema waits for something or the body is compressed. */
  read(head: Head, bytes: Uint8Array): Read<T> | Promise<Read<T>>;
  /** Reads a body that another parser has parsed. Duplicate names can no longer be seen then. */
  readValue(value: unknown): Read<T> | Promise<Read<T>>;
}

const OPTIONS = ["schema", "unknownKeys", "accepts", "encodings", "files", "repeatable", "caps", "asyncTimeout"];
const POLICIES = ["refuse", "strip"] as const;

/**
 * Makes a reader for a route's body.
 *
 * The content type is decided first: `application/json` and `application/*+json`, or a form, in UTF-8 only. An empty
 * body is no reason to skip the schema: it is read as `undefined`, an empty form as no fields. JSON is refused where it
 * is not UTF-8, starts with a byte-order mark, repeats a name in one object or names a prototype. A file of a form
 * arrives as a `File` whose type was told by its bytes and whose name is cleaned. Refusals:
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
  const { schema } = options;
  const caps = readCaps(options.caps, "bodyReader.caps");
  const formats = readFormats(options.accepts);
  const check = schemaCheck({
    schema,
    in: "body",
    unknownKeys: oneOf(options.unknownKeys ?? "refuse", POLICIES, "bodyReader.unknownKeys"),
    asyncTimeout: options.asyncTimeout,
    where: "bodyReader.schema",
  });
  const accepts = mediaTypes(formats);
  const planOf = planner(formats, encodingDecider(options.encodings, caps));
  const files = readFileRules(options.files, formats);
  const parsers = bodyParsers({ schema, caps, formats, files, repeatable: options.repeatable ?? [] });
  const tooLarge = Object.freeze(refuse("body_too_large"));
  const readPlain = (plain: Uint8Array, { format, boundary }: Plan) => {
    const parsed = parsers[format](plain, boundary);
    return isRefusal(parsed) ? parsed : check(parsed.value);
  };
  return {
    maxBytes: caps.bytes,
    accepts,
    refuseHead(head) {
      const plan = contentTypeOf(head) === undefined ? undefined : planOf(head);
      return isRefusal(plan) ? plan : undefined;
    },
    read(head, bytes) {
      if (contentTypeOf(head) === undefined && bytes.length === 0) return check(undefined);
      const plan = planOf(head);
      if (isRefusal(plan)) return plan;
      if (bytes.length > caps.bytes) return tooLarge;
      if (plan.decompress === undefined) return readPlain(bytes, plan);
      return plan.decompress(bytes).then((plain) => (isRefusal(plain) ? plain : readPlain(plain, plan)));
    },
    readValue: (value) => readParsed(value, caps, check),
  };
}

interface Plan extends DecidedFormat {
  readonly decompress?: Decompress;
}

function planner(formats: readonly BodyFormat[], encodingOf: EncodingDecider): (head: Head) => Plan | Refusal {
  const unsupported = refuseMediaType(mediaTypes(formats));
  const formatOf = formatDecider(formats);
  return (head) => {
    const contentType = contentTypeOf(head);
    const decided = contentType === undefined ? undefined : formatOf(contentType);
    const decompress = typeof head === "object" ? encodingOf(head.contentEncoding) : undefined;
    if (decided === undefined) return unsupported;
    if (decompress === undefined || isRefusal(decompress)) return decompress ?? decided;
    return { ...decided, decompress };
  };
}

function contentTypeOf(head: Head): string | undefined {
  return typeof head === "object" ? head.contentType : head;
}

function mediaTypes(formats: readonly BodyFormat[]): readonly string[] {
  return Object.freeze(formats.map((format) => MEDIA_TYPES[format]));
}

function readFileRules(given: FileRules | undefined, formats: readonly BodyFormat[]): FileRules {
  if (given === undefined || formats.includes("multipart")) return given ?? {};
  throw configFault("option_invalid", {
    where: "bodyReader.files",
    fix: 'Add "multipart" to accepts, or leave it out.',
  });
}

function readParsed<T>(value: unknown, caps: BodyCaps, check: SchemaCheck<T>): Read<T> | Promise<Read<T>> {
  const measured = measure(value, caps);
  return typeof measured === "string" ? inputRefusals("body")[measured] : check(value);
}
