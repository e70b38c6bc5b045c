/** Reads zod 4's own description of a schema by its shape, so that this layer runs without zod installed. */
import { entry, type Schema, table } from "../../kernel/index.js";

/** A zod schema, as far as this layer looks into it. */
export interface ZodNode {
  readonly _zod: {
    readonly def: ZodDefinition;
    readonly run?: unknown;
    /** Set where an object may leave the member out. */
    readonly optin?: "optional" | "defaulted" | undefined;
    /** The values that literal members allow, by member name; zod keeps it for discriminated unions. */
    readonly propValues?: Readonly<Record<string, ReadonlySet<unknown> | undefined>> | undefined;
  };
}

/** The parts of zod's definitions that say where the keys of a value are declared. */
export interface ZodDefinition {
  readonly type: string;
  readonly checks?:
    | readonly { readonly _zod: { readonly def: { readonly check: string; readonly pattern?: RegExp } } }[]
    | undefined;
  readonly pattern?: RegExp | undefined;
  readonly transform?: unknown;
  readonly coerce?: boolean;
  readonly shape?: Readonly<Record<string, ZodNode>>;
  readonly catchall?: ZodNode | undefined;
  readonly element?: ZodNode;
  readonly items?: readonly ZodNode[];
  readonly rest?: ZodNode | null;
  readonly valueType?: ZodNode;
  readonly innerType?: ZodNode;
  readonly in?: ZodNode;
  readonly out?: ZodNode;
  readonly getter?: () => ZodNode;
  readonly options?: readonly ZodNode[];
  readonly left?: ZodNode;
  readonly right?: ZodNode;
}

// A lazy schema may wrap itself without end.
const MAX_WRAPPERS = 64;

const INNER = table({
  optional: (def: ZodDefinition) => def.innerType,
  nullable: (def: ZodDefinition) => def.innerType,
  nonoptional: (def: ZodDefinition) => def.innerType,
  default: (def: ZodDefinition) => def.innerType,
  prefault: (def: ZodDefinition) => def.innerType,
  catch: (def: ZodDefinition) => def.innerType,
  readonly: (def: ZodDefinition) => def.innerType,
  success: (def: ZodDefinition) => def.innerType,
  promise: (def: ZodDefinition) => def.innerType,
  pipe: inputSide,
  lazy: (def: ZodDefinition) => def.getter?.(),
});

/** The schema as a zod 4 node, or `undefined` where another library made it. */
export function zodNode(schema: Schema): ZodNode | undefined {
  const internals = (schema as Partial<ZodNode>)._zod;
  return typeof internals?.def?.type === "string" ? (schema as unknown as ZodNode) : undefined;
}

/** The schema that a wrapper such as `optional` or a pipe reads its input with, or `undefined` where it wraps none. */
export function innerNode(node: ZodNode): ZodNode | undefined {
  return entry(INNER, node._zod.def.type)?.(node._zod.def);
}

/** The schema inside every wrapper. */
export function unwrapped(node: ZodNode): ZodNode {
  let current = node;
  for (let layers = 0; layers < MAX_WRAPPERS; layers += 1) {
    const inner = innerNode(current);
    if (inner === undefined) break;
    current = inner;
  }
  return current;
}

/** A preprocessed schema has a bare transform on its input side; what it expects is then told by its output side. */
function inputSide(def: ZodDefinition): ZodNode | undefined {
  return def.in?._zod.def.type === "transform" ? def.out : def.in;
}

/** The schema and all that it holds, each once; a lazy schema may hold new ones without end. */
export function* zodNodes(root: ZodNode): Generator<ZodNode> {
  const seen = new Set<ZodNode>([root]);
  for (const node of seen) {
    yield node;
    for (const child of children(node._zod.def)) seen.add(child);
  }
}

function children(def: ZodDefinition): ZodNode[] {
  const held: readonly unknown[] = [...Object.values(def), ...Object.values(def.shape ?? {}), def.getter?.()];
  return held.flat().filter(isNode);
}

function isNode(value: unknown): value is ZodNode {
  const def = (value as Partial<ZodNode> | null | undefined)?._zod?.def;
  return typeof def?.type === "string";
}
