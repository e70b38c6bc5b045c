/** What the compiled checks for undeclared keys share: their shape, and how they join paths. */
import { pointerToken } from "../../kernel/index.js";
import type { ZodNode } from "./zod-node.js";

/** The JSON Pointers of undeclared keys in a value, or `undefined` where there are none. */
export type UnknownKeys = (value: unknown) => string[] | undefined;

/** Compiles one node; `undefined` means that nothing below it can be undeclared. */
export type Compile = (node: ZodNode) => UnknownKeys | undefined;

/** `found` with the paths found `below` a member or an item called `name`. */
export function joined(found: string[] | undefined, name: PropertyKey, below: readonly string[]): string[] {
  const token = pointerToken(name);
  const paths = below.map((path) => token + path);
  return found === undefined ? paths : found.concat(paths);
}

/** Whether the value is an object with members rather than items. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
