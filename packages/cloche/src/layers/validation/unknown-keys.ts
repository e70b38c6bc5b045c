/** Compiles, from a zod schema, a check that finds the keys which the schema declares nowhere, at every depth. */
import { entry, table } from "../../kernel/index.js";
import { type Compile, isObject, joined, type UnknownKeys } from "./key-check.js";
import { unionKeys } from "./union-keys.js";
import { innerNode, type ZodDefinition, type ZodNode } from "./zod-node.js";

const COMPILERS = table({
  object: objectKeys,
  array: (def: ZodDefinition, compile: Compile) => itemKeys([], def.element, compile),
  tuple: (def: ZodDefinition, compile: Compile) => itemKeys(def.items ?? [], def.rest ?? undefined, compile),
  record: recordKeys,
  union: unionKeys,
  intersection: intersectionKeys,
  lazy: lazyKeys,
});

/** Compiles the check for a whole schema. */
export function unknownKeys(root: ZodNode): UnknownKeys | undefined {
  const cells = new Map<ZodNode, { check?: UnknownKeys | undefined; done: boolean }>();
  const compile: Compile = (node) => {
    const seen = cells.get(node);
    // A schema that holds itself is met again before it is finished; its check is looked up when a value comes.
    if (seen !== undefined) return seen.done ? seen.check : (value) => seen.check?.(value);
    const cell: { check?: UnknownKeys | undefined; done: boolean } = { done: false };
    cells.set(node, cell);
    cell.check = compileNode(node, compile);
    cell.done = true;
    return cell.check;
  };
  return compile(root);
}

function compileNode(node: ZodNode, compile: Compile): UnknownKeys | undefined {
  const { def } = node._zod;
  const build = entry<(def: ZodDefinition, compile: Compile) => UnknownKeys | undefined>(COMPILERS, def.type);
  if (build !== undefined) return build(def, compile);
  const inner = innerNode(node);
  return inner === undefined ? undefined : compile(inner);
}

function objectKeys(def: ZodDefinition, compile: Compile): UnknownKeys | undefined {
  // `null` where nothing below can be undeclared, so that one look-up tells that from a name that is not known.
  const known = new Map(Object.entries(def.shape ?? {}).map(([name, child]) => [name, compile(child) ?? null]));
  const open = def.catchall !== undefined && def.catchall._zod.def.type !== "never";
  const rest = open && def.catchall !== undefined ? compile(def.catchall) : undefined;
  if (open && rest === undefined && [...known.values()].every((check) => check === null)) return undefined;
  return (value) => {
    if (!isObject(value)) return undefined;
    let found: string[] | undefined;
    for (const name in value) {
      const check = known.get(name);
      if (check === null) continue;
      const below = check === undefined ? undeclared(open, rest, value[name]) : check(value[name]);
      if (below !== undefined) found = joined(found, name, below);
    }
    return found;
  };
}

const ITSELF = [""];

function undeclared(open: boolean, rest: UnknownKeys | undefined, value: unknown): string[] | undefined {
  return open ? rest?.(value) : ITSELF;
}

function itemKeys(items: readonly ZodNode[], rest: ZodNode | undefined, compile: Compile): UnknownKeys | undefined {
  const leading = items.map(compile);
  const following = rest === undefined ? undefined : compile(rest);
  if (following === undefined && leading.every((check) => check === undefined)) return undefined;
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    let found: string[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const check = index < leading.length ? leading[index] : following;
      const below = check?.(value[index]);
      if (below !== undefined) found = joined(found, index, below);
    }
    return found;
  };
}

function recordKeys(def: ZodDefinition, compile: Compile): UnknownKeys | undefined {
  const check = def.valueType === undefined ? undefined : compile(def.valueType);
  if (check === undefined) return undefined;
  return (value) => {
    if (!isObject(value)) return undefined;
    let found: string[] | undefined;
    for (const name in value) {
      const below = check(value[name]);
      if (below !== undefined) found = joined(found, name, below);
    }
    return found;
  };
}

/** A key is unknown to an intersection where it, or something above it, is unknown to both sides. */
function intersectionKeys(def: ZodDefinition, compile: Compile): UnknownKeys | undefined {
  const left = def.left === undefined ? undefined : compile(def.left);
  const right = def.right === undefined ? undefined : compile(def.right);
  if (left === undefined || right === undefined) return undefined;
  return (value) => {
    const inLeft = left(value);
    const inRight = inLeft === undefined ? undefined : right(value);
    if (inLeft === undefined || inRight === undefined) return undefined;
    const both = [...covered(inLeft, inRight), ...covered(inRight, inLeft)];
    return both.length === 0 ? undefined : [...new Set(both)];
  };
}

/** A lazy schema may build new schemas for ever, so it is compiled when a value first reaches it. */
function lazyKeys(def: ZodDefinition): UnknownKeys {
  let compiled: { readonly check: UnknownKeys | undefined } | undefined;
  return (value) => {
    const inner = compiled === undefined ? def.getter?.() : undefined;
    compiled ??= { check: inner === undefined ? undefined : unknownKeys(inner) };
    return compiled.check?.(value);
  };
}

function covered(paths: readonly string[], by: readonly string[]): string[] {
  return paths.filter((path) => by.some((above) => path === above || path.startsWith(`${above}/`)));
}
