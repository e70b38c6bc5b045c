/** JSON Schemas of the contracts' schemas, and the place in the description where those that point into themselves live. */
import { type Schema, sha256 } from "../kernel/index.js";

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** What goes into a schema, or what comes out of it. */
export type Side = "input" | "output";

interface JsonSchemaDoor {
  readonly jsonSchema?: Readonly<Record<Side, (options: { readonly target: string }) => Json>>;
}

/** The schema as JSON Schema 2020-12, where its library implements Standard JSON Schema; otherwise anything. */
export function jsonSchemaOf(schema: Schema | undefined, side: Side): Json {
  const door = schema?.["~standard"] as JsonSchemaDoor | undefined;
  try {
    const { $schema: _, ...plain } = door?.jsonSchema?.[side]({ target: "draft-2020-12" }) ?? {};
    return plain;
  } catch {
    // A transform has no JSON Schema of its output; what goes into it does.
    return side === "output" ? jsonSchemaOf(schema, "input") : {};
  }
}

/** Collects the schemas that are shared, and gives what stands in their place. */
export interface SchemaBook {
  /** The schema itself; a reference where it points into itself. */
  place(schema: Json): Json;
  /** Its top, to read members of; its references lead to where the whole of it lives. */
  opened(schema: Json): Json;
  /** What belongs under `components.schemas`. */
  readonly shared: Readonly<Record<string, Json>>;
}

/** A schema's own `#` would mean the whole description; it moves to `components.schemas`, and `#` with it. */
export function schemaBook(): SchemaBook {
  const shared: Record<string, Json> = {};
  const move = (schema: Json): { readonly name: string; readonly moved: Json } | undefined => {
    const text = JSON.stringify(schema);
    if (!text.includes('"$ref"')) return undefined;
    const name = `schema-${sha256(text).toString("hex").slice(0, 12)}`;
    const moved = shared[name] ?? (repointed(schema, `#/components/schemas/${name}`) as Json);
    shared[name] = moved;
    return { name, moved };
  };
  return {
    shared,
    place(schema) {
      const found = move(schema);
      return found === undefined ? schema : { $ref: `#/components/schemas/${found.name}` };
    },
    opened: (schema) => move(schema)?.moved ?? schema,
  };
}

function repointed(value: unknown, base: string): unknown {
  if (Array.isArray(value)) return value.map((one) => repointed(one, base));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === "$ref" && typeof inner === "string" && inner.startsWith("#")
        ? [key, `${base}${inner.slice(1)}`]
        : [key, repointed(inner, base)],
    ),
  );
}
