/** Turns a body's bytes into the value its schema reads, one parser for each format. */
import { fromUtf8, isRefusal, type Refusal, type Schema } from "../../kernel/index.js";
import type { BodyFormat } from "./body-format.js";
import type { BodyCaps } from "./caps.js";
import { type GatherRules, gather, type Pair } from "./gather.js";
import { inputRefusals } from "./input-faults.js";
import { multipartParts } from "./multipart.js";
import { urlEncodedPairs } from "./pairs.js";
import { supportedSchema } from "./schema-check.js";
import { strictJson } from "./strict-json.js";
import { assertReadsTexts, textFields } from "./text-fields.js";
import { type FileRules, uploads } from "./uploads.js";

/** Parses a body. The boundary separates the parts of a `multipart` one. */
export type Parse = (bytes: Uint8Array, boundary?: string) => { readonly value: unknown } | Refusal;

/** What the parsers are made for. */
export interface ParserOptions {
  readonly schema: Schema;
  readonly caps: BodyCaps;
  readonly formats: readonly BodyFormat[];
  readonly files: FileRules;
  readonly repeatable: readonly string[];
}

/**
 * The parser of each format.
 *
 * @throws ConfigError `schema_unsupported`, `contract_contradiction`, `option_unknown`, `option_invalid`
 */
export function bodyParsers(options: ParserOptions): Readonly<Record<BodyFormat, Parse>> {
  const { caps, files } = options;
  const rules = gatherRules(options);
  const json = jsonParser(caps);
  const multipart = multipartParser(caps, rules, files);
  return { json, "csp-report": json, form: formParser(caps, rules), multipart };
}

function jsonParser(caps: BodyCaps): Parse {
  const refusals = inputRefusals("body");
  return (bytes) => {
    if (bytes.length === 0) return { value: undefined };
    const parsed = strictJson(bytes, caps);
    return "fault" in parsed ? refusals[parsed.fault] : parsed;
  };
}

function gatherRules({ schema, caps, formats, repeatable }: ParserOptions): GatherRules {
  const node = supportedSchema(schema, "bodyReader.schema");
  // A schema that serves JSON too may ask for numbers; then a form with such a field is simply refused.
  if (node !== undefined && !formats.some(isJson)) assertReadsTexts(node, "bodyReader.schema");
  const fields = node && !formats.every(isJson) ? textFields(node) : undefined;
  return { in: "body", fields, repeatable: new Set(repeatable), declaredOnly: false, characters: caps.characters };
}

function isJson(format: BodyFormat): boolean {
  return format === "json" || format === "csp-report";
}

function formParser(caps: BodyCaps, rules: GatherRules): Parse {
  const refusals = inputRefusals("body");
  return (bytes) => {
    const text = fromUtf8(bytes);
    const pairs = text === undefined ? "not_utf8" : urlEncodedPairs(text, caps.keys);
    return typeof pairs === "string" ? refusals[pairs] : fieldsOf(pairs, rules);
  };
}

function multipartParser(caps: BodyCaps, rules: GatherRules, files: FileRules): Parse {
  const refusals = inputRefusals("body");
  const unpack = uploads(files, caps);
  return (bytes, boundary = "") => {
    const parts = multipartParts(bytes, boundary, caps.keys);
    if (typeof parts === "string") return refusals[parts];
    const pairs = unpack(parts);
    return isRefusal(pairs) ? pairs : fieldsOf(pairs, rules);
  };
}

function fieldsOf(pairs: readonly Pair[], rules: GatherRules): { readonly value: unknown } | Refusal {
  const gathered = gather(pairs, rules);
  return isRefusal(gathered) ? gathered : { value: gathered.fields };
}
