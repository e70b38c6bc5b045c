/** Reads the query, path, headers or cookies of a request against a schema. */
import {
  configFault,
  type Duration,
  isRefusal,
  type OutputOf,
  oneOf,
  onlyKnown,
  type Schema,
} from "../../kernel/index.js";
import { DEFAULT_BODY_CAPS } from "./caps.js";
import { type GatherRules, gather } from "./gather.js";
import { inputRefusals } from "./input-faults.js";
import { type FieldsPart, PAIRS_OF_TEXT, recordPairs } from "./pairs.js";
import { type Read, schemaCheck, supportedSchema, type UnknownKeysPolicy } from "./schema-check.js";
import { assertReadsTexts, type TextFields, textFields } from "./text-fields.js";

/** How a part's fields are read. */
export interface FieldsReaderOptions<S extends Schema> {
  readonly schema: S;
  readonly in: FieldsPart;
  /**
   * What happens to names the schema does not declare. Query and path refuse them unless told to strip; headers and
   * cookies always leave them out, since every client sends some.
   */
  readonly unknownKeys?: UnknownKeysPolicy;
  /** Names that may come several times, for schemas of libraries other than zod. */
  readonly repeatable?: readonly string[];
  /** How long asynchronous refinements may take. Default: 2 seconds. */
  readonly asyncTimeout?: Duration;
}

/**
 * What the fields are read from: the raw query (with or without `?`), the raw Cookie header, or a record of decoded
 * texts. Path parameters and headers come as a record, header names in lower case.
 */
export type FieldSource = string | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads one part of a request. */
export interface FieldsReader<T> {
  readonly in: FieldsPart;
  /** The declared names, where the schema tells them; enough to pick headers by. */
  readonly names: readonly string[] | undefined;
  /** Reads the fields. Answers at once unless the schema waits for something. */
  read(source: FieldSource): Read<T> | Promise<Read<T>>;
}

const OPTIONS = ["schema", "in", "unknownKeys", "repeatable", "asyncTimeout"];
const PARTS = ["query", "path", "header", "cookie"] as const;
const POLICIES = ["refuse", "strip"] as const;

/**
 * Makes a reader for named texts.
 *
 * A name that comes twice is refused unless the schema declares a list there; then a single value still arrives as a
 * list. Texts are turned into numbers or dates only where the schema says so, and a number must be written as JSON
 * writes it. Refusals: `request_malformed`, `validation_failed`, and `store_unavailable` where an asynchronous
 * refinement takes too long.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`, `schema_unsupported`, or `contract_contradiction` where the
 * schema could never accept a text.
 * @example
 * const query = fieldsReader({ schema: z.object({ page: z.coerce.number().int().min(1) }), in: "query" });
 * query.read("?page=2"); // { value: { page: 2 } }
 */
export function fieldsReader<S extends Schema>(options: FieldsReaderOptions<S>): FieldsReader<OutputOf<S>> {
  onlyKnown(options, OPTIONS, "fieldsReader");
  const part = oneOf(options.in, PARTS, "fieldsReader.in");
  const shared = part === "header" || part === "cookie";
  const fields = declaredFields(options.schema, part);
  const rules: GatherRules = {
    in: part,
    fields,
    repeatable: new Set(options.repeatable ?? []),
    declaredOnly: shared && fields?.closed === true,
    characters: DEFAULT_BODY_CAPS.characters,
  };
  const check = schemaCheck({
    schema: options.schema,
    in: part,
    unknownKeys: unknownKeysPolicy(options.unknownKeys, shared),
    asyncTimeout: options.asyncTimeout,
    where: `fieldsReader.${part}`,
  });
  return {
    in: part,
    names: fields?.closed === true ? Object.freeze([...fields.byName.keys()]) : undefined,
    read(source) {
      const gathered = gatherSource(source, rules, part);
      return isRefusal(gathered) ? gathered : check(gathered.fields);
    },
  };
}

function gatherSource(source: FieldSource, rules: GatherRules, part: FieldsPart): ReturnType<typeof gather> {
  const limit = DEFAULT_BODY_CAPS.keys;
  const pairs = typeof source === "string" ? PAIRS_OF_TEXT[part](source, limit) : recordPairs(source, limit);
  return typeof pairs === "string" ? inputRefusals(part)[pairs] : gather(pairs, rules);
}

function unknownKeysPolicy(given: UnknownKeysPolicy | undefined, shared: boolean): UnknownKeysPolicy {
  const policy = oneOf(given ?? (shared ? "strip" : "refuse"), POLICIES, "fieldsReader.unknownKeys");
  if (policy === "strip" || !shared) return policy;
  throw configFault("option_invalid", {
    where: "fieldsReader.unknownKeys",
    fix: "Leave it out for headers and cookies: every client sends some that no schema declares.",
  });
}

function declaredFields(schema: Schema, part: FieldsPart): TextFields | undefined {
  const where = `fieldsReader.${part}`;
  const node = supportedSchema(schema, where);
  if (node === undefined) return undefined;
  assertReadsTexts(node, where);
  const fields = textFields(node);
  const capital = part === "header" ? [...fields.byName.keys()].find((name) => name !== name.toLowerCase()) : undefined;
  if (capital === undefined) return fields;
  throw configFault("option_invalid", { where: `${where}.${capital}`, fix: "Write header names in lower case." });
}
