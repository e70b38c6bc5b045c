/** Reads forms whose names are nested, as Stripe's are: `line_items[0][price_data][currency]=eur`. */

/** A nested value. */
export interface Nested {
  [name: string]: Nested | string;
}

/** The form as nested objects without a prototype; lists have their indexes as names. */
export function nestedForm(body: string): Nested {
  const root = fresh();
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split(/[[\]]+/).filter((part) => part !== "");
    const last = path.pop();
    if (last === undefined) continue;
    let at = root;
    for (const part of path) {
      const known = at[part];
      const next = typeof known === "object" ? known : fresh();
      at[part] = next;
      at = next;
    }
    at[last] = value;
  }
  return root;
}

/** What stands at a path; an empty text where nothing does. */
export function textAt(form: Nested, ...path: readonly string[]): string {
  let at: Nested | string | undefined = form;
  for (const part of path) at = typeof at === "object" ? at[part] : undefined;
  return typeof at === "string" ? at : "";
}

/** The texts of a nested object, such as metadata. */
export function textsAt(form: Nested, name: string): Record<string, string> {
  const found = form[name];
  if (typeof found !== "object") return {};
  return Object.fromEntries(
    Object.entries(found).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}

function fresh(): Nested {
  return Object.create(null) as Nested;
}
