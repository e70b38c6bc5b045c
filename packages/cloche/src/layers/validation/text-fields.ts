/** What a zod schema declares about fields that arrive as texts: which may repeat, and which are read as numbers. */
import { configFault, entry, table } from "../../kernel/index.js";
import { innerNode, unwrapped, type ZodNode } from "./zod-node.js";

/** How one field is read from texts. */
export interface TextField {
  /** Whether the schema declares a list, so that the name may come several times. */
  readonly list: boolean;
  /** Whether the schema turns the text into a number. */
  readonly numeric: boolean;
}

/** What a schema declares. */
export interface TextFields {
  readonly byName: ReadonlyMap<string, TextField>;
  /** Whether the schema takes no other names. */
  readonly closed: boolean;
}

// A text never is one of these, so a schema that asks for one without coercion would refuse every request.
const NEVER_A_TEXT = table({
  number: "Use z.coerce.number().",
  bigint: "Use z.coerce.bigint().",
  date: "Use z.iso.date() or z.coerce.date().",
  boolean: "Use z.stringbool().",
});

const LISTS: ReadonlySet<string> = new Set(["array", "tuple", "set"]);
const NUMBERS: ReadonlySet<string> = new Set(["number", "bigint"]);

/** The fields that the schema declares. */
export function textFields(root: ZodNode): TextFields {
  const { nodes, closed } = declared(root);
  return { byName: new Map([...nodes].map(([name, node]) => [name, describe(node)])), closed };
}

/**
 * Refuses a schema that cannot read texts, or that would read them as something else than they say.
 *
 * @throws ConfigError `contract_contradiction`
 */
export function assertReadsTexts(root: ZodNode, where: string): void {
  for (const [name, node] of declared(root).nodes) {
    const { type, coerce = false } = leaf(node)._zod.def;
    // z.coerce.boolean() reads the text "false" as true.
    const misread = type === "boolean" ? entry<string>(NEVER_A_TEXT, type) : undefined;
    const fix = coerce ? misread : entry<string>(NEVER_A_TEXT, type);
    if (fix !== undefined) throw configFault("contract_contradiction", { where: `${where}.${name}`, fix });
  }
}

interface Declared {
  readonly nodes: ReadonlyMap<string, ZodNode>;
  readonly closed: boolean;
}

function declared(root: ZodNode): Declared {
  const { def } = unwrapped(root)._zod;
  if (def.type === "object") {
    const closed = def.catchall === undefined || def.catchall._zod.def.type === "never";
    return { nodes: new Map(Object.entries(def.shape ?? {})), closed };
  }
  const parts = (def.type === "union" ? def.options : [def.left, def.right]) ?? [];
  const below = parts.filter((part) => part !== undefined).map(declared);
  const nodes = new Map(below.flatMap((part) => [...part.nodes]));
  return { nodes, closed: below.length > 0 && below.every(({ closed }) => closed) };
}

function describe(node: ZodNode): TextField {
  const { def } = leaf(node)._zod;
  return { list: isList(node), numeric: def.coerce === true && NUMBERS.has(def.type) };
}

function isList(node: ZodNode): boolean {
  const { def } = unwrapped(node)._zod;
  return def.type === "union" ? (def.options ?? []).some(isList) : LISTS.has(def.type);
}

/** What one text of the field is read with: the item's schema where the field is a list. */
function leaf(node: ZodNode): ZodNode {
  const core = unwrapped(node);
  const item = core._zod.def.element;
  if (item !== undefined) return unwrapped(item);
  return wrapsTransform(node) ? WHATEVER : core;
}

const WHATEVER: ZodNode = { _zod: { def: { type: "any" } } };

/** Whether a bare transform reads the text first, as z.preprocess() has it. */
function wrapsTransform(node: ZodNode): boolean {
  let current: ZodNode | undefined = node;
  while (current !== undefined) {
    if (current._zod.def.in?._zod.def.type === "transform") return true;
    current = innerNode(current);
  }
  return false;
}
