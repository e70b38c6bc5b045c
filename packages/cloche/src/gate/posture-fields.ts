/** A schema as a flat list of fields, each with its rule, so that two versions of it can be compared line by line. */
import { pointerToken, type Schema } from "../kernel/index.js";
import { type Json, jsonSchemaOf, type Side } from "./openapi-schema.js";
import { canonical } from "./posture-canonical.js";

/** What holds for one field: JSON Schema keywords, `required`, and `any` where everything fits. */
export type FieldRule = Json;

/** The rules by JSON Pointer; `*` stands for every item of a list and every key that is not named. */
export type Fields = Readonly<Record<string, FieldRule>>;

/** The fields of a schema. Whether one is required matters only on the way in. */
export function fieldsOf(schema: Schema, side: Side): Fields {
  const root = jsonSchemaOf(schema, side);
  const rules = new Map<string, FieldRule[]>();
  walk(root, { root, path: "", required: false, side, open: new Map(), rules });
  return Object.fromEntries([...rules].sort(byPath).map(([path, list]) => [path, oneRule(list)]));
}

/** What a schema lets out: the type of each field. How long a text may be says nothing about what leaves. */
export function typesOf(schema: Schema): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fieldsOf(schema, "output")).map(([path, rule]) => [path, typeOf(rule)]));
}

function typeOf(rule: FieldRule): string {
  if (rule.any === true) return "any";
  if (typeof rule.repeats === "string") return `repeats ${rule.repeats || "the whole"}`;
  if (rule.alternatives !== undefined) {
    return [...new Set((rule.alternatives as readonly FieldRule[]).map(typeOf))].sort().join(" or ");
  }
  const { type = typeof rule.const } = rule;
  return Array.isArray(type) ? [...(type as readonly string[])].sort().join(" or ") : String(type);
}

interface At {
  readonly root: Json;
  readonly path: string;
  readonly required: boolean;
  readonly side: Side;
  /** The references on the way here, with the path each began at. */
  readonly open: ReadonlyMap<string, string>;
  readonly rules: Map<string, FieldRule[]>;
}

const ANNOTATIONS: ReadonlySet<string> = new Set(
  "$schema $id $defs $comment id title description default examples deprecated readOnly writeOnly".split(" "),
);
const STRUCTURE: ReadonlySet<string> = new Set(
  "$ref properties required additionalProperties items prefixItems anyOf oneOf allOf".split(" "),
);
const BOUNDS: ReadonlySet<unknown> = new Set([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);

function walk(schema: unknown, at: At): void {
  if (typeof schema !== "object" || schema === null) {
    if (schema === true) keep({}, at);
    return;
  }
  const node = schema as Json;
  if (typeof node.$ref === "string") {
    follow(node.$ref, at);
    return;
  }
  const branches = [...listOf(node.anyOf), ...listOf(node.oneOf)];
  for (const branch of branches) walk(branch, at);
  for (const part of listOf(node.allOf)) walk(part, at);
  const own = keywords(node);
  const divided = branches.length > 0 || listOf(node.allOf).length > 0;
  if (!divided || Object.keys(own).length > 0) keep(own, at, "properties" in node);
  children(node, at);
}

function children(node: Json, at: At): void {
  const required = listOf(node.required);
  for (const [name, child] of Object.entries((node.properties ?? {}) as Json)) {
    walk(child, { ...at, path: at.path + pointerToken(name), required: required.includes(name) });
  }
  const inner = { ...at, required: false };
  listOf(node.prefixItems).forEach((item, index) => {
    walk(item, { ...inner, path: `${at.path}/${index}` });
  });
  for (const rest of [node.items, node.additionalProperties]) {
    if (rest !== undefined) walk(rest, { ...inner, path: `${at.path}/*` });
  }
}

function follow(reference: string, at: At): void {
  const began = at.open.get(reference);
  if (began !== undefined || reference === "#") {
    keep({ repeats: began ?? "" }, at);
    return;
  }
  const target = reference
    .split("/")
    .slice(1)
    .reduce<unknown>((inside, name) => (inside as Json | undefined)?.[name.replaceAll("~1", "/")], at.root);
  walk(target ?? true, { ...at, open: new Map([...at.open, [reference, at.path]]) });
}

function keywords(node: Json): FieldRule {
  const kept = Object.entries(node).filter(
    ([name, value]) => !ANNOTATIONS.has(name) && !STRUCTURE.has(name) && !BOUNDS.has(value),
  );
  // The pattern of a named format is its library's, and differs from release to release.
  const named = kept.some(([name]) => name === "format");
  return Object.fromEntries(kept.filter(([name]) => !(named && name === "pattern") && name !== "propertyNames"));
}

function keep(own: FieldRule, { path, required, side, rules }: At, isNamed = false): void {
  const bare = Object.keys(own).length === 0 ? { any: true } : own;
  // The whole of an input is an object nearly always; what counts is what it holds.
  if (path === "" && isNamed && canonical(own) === '{"type":"object"}') return;
  const rule = side === "input" && required ? { ...bare, required: true } : bare;
  const known = rules.get(path) ?? [];
  if (!known.some((one) => canonical(one) === canonical(rule))) rules.set(path, [...known, rule]);
}

/** Several rules for one field come from alternatives. */
function oneRule(list: readonly FieldRule[]): FieldRule {
  const [first = {}, ...others] = list;
  if (others.length === 0) return first;
  return {
    alternatives: list
      .map((rule) => ({ text: canonical(rule), rule }))
      .sort(byText)
      .map(({ rule }) => rule),
  };
}

function byText(one: { readonly text: string }, other: { readonly text: string }): number {
  return one.text < other.text ? -1 : 1;
}

function byPath([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
