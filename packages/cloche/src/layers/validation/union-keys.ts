/** Finds undeclared keys in a value that several schemas may describe. */
import { entry, table } from "../../kernel/index.js";
import { fitting } from "./fitting.js";
import { type Compile, isObject, type UnknownKeys } from "./key-check.js";
import { unwrapped, type ZodDefinition, type ZodNode } from "./zod-node.js";

type Kind = "object" | "array" | "other";

const ANY_KIND: readonly Kind[] = ["object", "array", "other"];
const OTHER_KIND: readonly Kind[] = ["other"];

const KINDS = table({
  object: ["object"],
  record: ["object"],
  array: ["array"],
  tuple: ["array"],
  any: ANY_KIND,
  unknown: ANY_KIND,
  custom: ANY_KIND,
  transform: ANY_KIND,
} satisfies Record<string, readonly Kind[]>);

const MAX_NESTED_UNIONS = 16;

interface Option {
  readonly kinds: readonly Kind[];
  readonly literals: readonly (readonly [name: string, values: ReadonlySet<unknown>])[];
  readonly check: UnknownKeys | undefined;
  /** Whether zod, which takes the first option that fits, may take this one for the value. */
  readonly mayTake: (value: unknown) => boolean;
}

/** A key is known where the option that zod takes for the value declares it; zod would silently drop any other. */
export function unionKeys(def: ZodDefinition, compile: Compile): UnknownKeys | undefined {
  const nodes = def.options ?? [];
  const checks = nodes.map(compile);
  if (checks.every((check) => check === undefined)) return undefined;
  let options: readonly Option[] | undefined;
  return (value) => {
    if (typeof value !== "object" || value === null) return undefined;
    // Options may be lazy, so what tells them apart is read when a value first comes.
    options ??= nodes.map((node, index) => describe(node, checks[index]));
    return unknownToTaken(candidates(options, value), value);
  };
}

function describe(node: ZodNode, check: UnknownKeys | undefined): Option {
  const literals = Object.entries(unwrapped(node)._zod.propValues ?? {});
  return {
    kinds: kindsOf(node, 0),
    literals: literals.flatMap(([name, values]) => (values === undefined ? [] : [[name, values] as const])),
    check,
    mayTake: fitting(node),
  };
}

function candidates(options: readonly Option[], value: object): readonly Option[] {
  const kind: Kind = Array.isArray(value) ? "array" : "object";
  const sameKind = options.filter(({ kinds }) => kinds.includes(kind));
  if (!isObject(value)) return sameKind;
  const sameLiterals = sameKind.filter(({ literals }) => literals.every(([name, values]) => values.has(value[name])));
  // A literal that catches every value still takes what none of the options names.
  return sameLiterals.length === 0 ? sameKind : sameLiterals;
}

function unknownToTaken(options: readonly Option[], value: object): string[] | undefined {
  const found = options.map(({ check }) => check?.(value));
  // Options that agree about the keys need no second look, and most do.
  if (found.every((paths) => paths === undefined)) return undefined;
  const last = options.length - 1;
  const taken = options.findIndex(({ mayTake }, index) => index === last || mayTake(value));
  return found[taken];
}

function kindsOf(node: ZodNode, depth: number): readonly Kind[] {
  if (depth > MAX_NESTED_UNIONS) return ANY_KIND;
  const core = unwrapped(node);
  const { type, options, left } = core._zod.def;
  if (type === "union") return (options ?? []).flatMap((option) => kindsOf(option, depth + 1));
  if (type === "intersection" && left !== undefined) return kindsOf(left, depth + 1);
  return entry<readonly Kind[]>(KINDS, type) ?? OTHER_KIND;
}
