/** The posture: what every route promises, as plain data to read, to lock in a file and to compare. */
import { configFault } from "../kernel/index.js";
import type { Cover } from "../layers/headers/index.js";
import type { Contract, Method } from "./contract.js";
import { DEFAULT_MAX_BODY_BYTES } from "./input.js";
import type { GateOptions } from "./parts.js";
import { type Fields, fieldsOf, typesOf } from "./posture-fields.js";
import { effectiveLimits, type PostureLimit } from "./posture-limits.js";
import { type PostureWho, whoMayCall } from "./posture-who.js";
import { isSchema, type ProblemsReturn, type Return } from "./returns.js";
import { chosenCover, gateCovers, nameOf } from "./route-cover.js";
import { shadowOf } from "./shadow.js";
import type { ShadowLayer } from "./shadow-layers.js";

export type { PostureWho } from "./posture-who.js";

/** What a route reads of a request. */
export interface PostureInput {
  /** The parts that are read: `params`, `query`, `headers`, `cookies`, `body`. */
  readonly parts: readonly string[];
  /** The rules by part and JSON Pointer, such as `body /contact/name`. */
  readonly fields: Fields;
  /** The formats the body may have. */
  readonly formats: readonly string[];
  readonly maxBodyBytes?: number;
  readonly unknownKeys: "refuse" | "strip";
  /** What is done where the checked input resembles an attack; nothing where it is absent. */
  readonly signs?: "report" | "refuse";
}

type Types = Readonly<Record<string, string>>;

/** What one status may carry. */
export type PostureAnswer =
  | { readonly kind: "json"; readonly fields: Types }
  | { readonly kind: "problems"; readonly codes: readonly string[]; readonly members?: Types }
  | { readonly kind: "bytes" | "stream"; readonly mediaTypes: readonly string[] }
  | { readonly kind: "nothing" };

/** The headers of a route's answers. */
export interface PostureCover {
  readonly name: string;
  /** Values by name, as they are over TLS. */
  readonly headers: Readonly<Record<string, string>>;
  /** Which other origins may call, in words. */
  readonly cors?: string;
}

/** One route's protection. */
export interface PostureRow {
  /** Method and path. */
  readonly route: string;
  readonly method: Method;
  readonly path: string;
  readonly who: PostureWho;
  readonly input: PostureInput;
  readonly limits: readonly PostureLimit[];
  readonly idempotent: "no" | "honoured" | "required";
  readonly answers: Readonly<Record<string, PostureAnswer>>;
  readonly cover: PostureCover;
  /** The checks that are watched and not enforced. */
  readonly shadow: readonly ShadowLayer[];
}

/**
 * The protection of every route, sorted by path.
 *
 * @param options The gate's options, for what the contracts leave to it: default limits, body sizes, covers, CORS.
 * @throws ConfigError `route_doubled` where two contracts have one method and path, or where a limit cannot be read
 * @example
 * for (const { route, who } of posture([readMenu, placeOrder])) console.log(route, who.kind);
 */
export function posture(contracts: readonly Contract[], options: GateOptions = {}): readonly PostureRow[] {
  const byName = new Map<string, Contract>();
  for (const contract of new Set(contracts)) {
    if (byName.has(contract.name)) {
      throw configFault("route_doubled", { where: contract.name, fix: "Keep one of the two contracts." });
    }
    byName.set(contract.name, contract);
  }
  const covers = gateCovers(options);
  const rows = [...byName.values()].map((contract) => rowOf(contract, options, covers));
  return rows.sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

function rowOf(contract: Contract, options: GateOptions, covers: Readonly<Record<string, Cover>>): PostureRow {
  const { name, method, path, idempotent } = contract;
  return {
    route: name,
    method,
    path,
    who: whoMayCall(contract),
    input: inputOf(contract, options),
    limits: effectiveLimits(contract, options),
    idempotent: idempotent === undefined ? "no" : idempotent === true ? "honoured" : "required",
    answers: Object.fromEntries(Object.entries(contract.returns).map(([status, one]) => [status, answerOf(one)])),
    cover: coverOf(contract, options, covers),
    shadow: [...shadowOf(contract, options.shadow)].sort(),
  };
}

const PARTS = ["params", "query", "headers", "cookies", "body"] as const;

function inputOf(contract: Contract, options: GateOptions): PostureInput {
  const schemas = PARTS.flatMap((part) => {
    const schema = (contract as Partial<Record<(typeof PARTS)[number], Contract["body"]>>)[part];
    return schema === undefined ? [] : [{ part, schema }];
  });
  const fields = schemas.flatMap(({ part, schema }) =>
    Object.entries(fieldsOf(schema, "input")).map(([path, rule]) => [`${part} ${path}`.trim(), rule] as const),
  );
  const readsBytes = contract.body !== undefined || contract.from !== undefined;
  return {
    parts: schemas.map(({ part }) => part),
    fields: Object.fromEntries(fields),
    formats: contract.body === undefined ? [] : formatsOf(contract, options),
    ...(readsBytes && { maxBodyBytes: contract.maxBodyBytes ?? options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES }),
    unknownKeys: contract.unknownKeys ?? (contract.from === undefined ? "refuse" : "strip"),
    ...signsOf(contract, options),
  };
}

/** As `signsSteps` does it. What reads nothing has nothing to look at. */
function signsOf({ signs, from, body, query, path }: Contract, options: GateOptions): Pick<PostureInput, "signs"> {
  const done = signs ?? (options.signs === undefined ? "ignore" : "report");
  const isRead = body !== undefined || query !== undefined || path.includes("{");
  return from !== undefined || done === "ignore" || !isRead ? {} : { signs: done };
}

function formatsOf({ accepts, from }: Contract, { partners }: GateOptions): readonly string[] {
  if (accepts !== undefined || from === undefined) return [...(accepts ?? ["json"])].sort();
  const sent = partners?.[from]?.format;
  return sent === undefined ? [] : [sent];
}

function answerOf(declared: Return): PostureAnswer {
  if (isSchema(declared)) return { kind: "json", fields: typesOf(declared) };
  if (declared.kind === "problems") return problemsOf(declared);
  if (declared.kind === "bytes") return { kind: "bytes", mediaTypes: [...declared.mediaTypes].sort() };
  if (declared.kind === "stream") return { kind: "stream", mediaTypes: [declared.mediaType] };
  return { kind: "nothing" };
}

function problemsOf({ problems, members }: ProblemsReturn): PostureAnswer {
  const codes = Object.keys(problems).sort();
  const fields = Object.entries(members).flatMap(([code, schema]) =>
    Object.entries(typesOf(schema)).map(([path, type]) => [`${code} ${path}`.trim(), type] as const),
  );
  return { kind: "problems", codes, ...(fields.length > 0 && { members: Object.fromEntries(fields) }) };
}

/** A cover that differs for one route is named after it, so that what it says is compared for itself. */
function coverOf(contract: Contract, { cors }: GateOptions, covers: Readonly<Record<string, Cover>>): PostureCover {
  const { cover = "api", name: route } = contract;
  const name = nameOf(cover);
  if (!Object.hasOwn(covers, name)) return { name, headers: {} };
  const { headers, overTls } = chosenCover(cover, covers, route);
  return {
    name: typeof cover === "string" ? name : `${name} for ${route}`,
    headers: Object.fromEntries([...headers, ...overTls]),
    ...(cors !== undefined && { cors: cors.describe() }),
  };
}

function sortKey({ path, method }: PostureRow): string {
  return `${path} ${method}`;
}
