/** Tells whether a zod schema holds a function of its author's that may answer with a promise. */
import { type ZodDefinition, type ZodNode, zodNodes } from "./zod-node.js";

const MAX_NODES = 2_000;

// Everything else, kinds of a later zod included, is taken to wait.
const SYNCHRONOUS: ReadonlySet<string> = new Set(
  (
    "string number int boolean bigint symbol null undefined void never any unknown date nan file enum literal " +
    "template_literal object record array tuple union intersection map set optional nullable nonoptional default " +
    "prefault catch readonly success pipe lazy"
  ).split(" "),
);
const WAITING_CHECKS: ReadonlySet<string> = new Set(["custom", "property"]);

/** Whether anything in the schema may wait. */
export function mayWait(root: ZodNode): boolean {
  let count = 0;
  for (const { _zod } of zodNodes(root)) {
    count += 1;
    if (count > MAX_NODES || waits(_zod.def)) return true;
  }
  return false;
}

function waits(def: ZodDefinition): boolean {
  // A codec is a pipe with functions of its own.
  if (!SYNCHRONOUS.has(def.type) || def.transform !== undefined) return true;
  return (def.checks ?? []).some(({ _zod }) => WAITING_CHECKS.has(_zod.def.check));
}
