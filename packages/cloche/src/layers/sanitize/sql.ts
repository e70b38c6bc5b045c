/** Builds SQL in which every value is bound, and only fragments made here are text. */

/** A piece of SQL. pg takes it as a query, kysely as an expression; other fragments take it as a part. */
export interface SqlFragment {
  /** The SQL, with `$1`, `$2` ... where the values go. */
  readonly text: string;
  /** The values, which the database never reads as SQL. */
  readonly values: unknown[];
  /** kysely's mark of an expression whose type is not known. */
  readonly expressionType: undefined;
  /** The fragment in kysely's own form. */
  toOperationNode(): SqlOperationNode;
}

/** kysely's node for SQL in which parameters stand between texts. */
export interface SqlOperationNode {
  readonly kind: "RawNode";
  readonly sqlFragments: readonly string[];
  readonly parameters: readonly { readonly kind: "ValueNode"; readonly value: unknown }[];
}

interface Pieces {
  /** One more than there are values. */
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

// What a fragment is made of is kept apart, so that no object out of a request can pass for one.
const piecesMade = new WeakMap<object, Pieces>();

/**
 * A query or a part of one. Every inserted value is bound; a fragment that `sql`, `sqlIdentifier` or `orderByClause` made
 * becomes part of the text (ASVS 5.0, 1.2.4).
 *
 * @throws TypeError where it is called as a function instead of before a template.
 * @example
 * const query = sql`SELECT * FROM orders WHERE guest = ${"ann"} ORDER BY ${orderByClause(terms)}`;
 * // query.text is 'SELECT * FROM orders WHERE guest = $1 ORDER BY "placed_at" desc'; pool.query(query) runs it
 */
export function sql(template: TemplateStringsArray, ...inserted: readonly unknown[]): SqlFragment {
  // A text or a list out of a request would be SQL as it is.
  if (!Array.isArray(template) || !Object.isFrozen(template) || !Object.hasOwn(template, "raw")) {
    throw new TypeError("Write sql`...` before a template. A call with parentheses would take any text for SQL.");
  }
  let joined: Pieces = { texts: [template[0] ?? ""], values: [] };
  for (const [index, value] of inserted.entries()) {
    joined = joinedTo(joined, piecesOf(value));
    joined = joinedTo(joined, { texts: [template[index + 1] ?? ""], values: [] });
  }
  return fragment(joined);
}

/** A fragment of SQL without values, for this layer's own constants and quoted names. */
export function sqlText(text: string): SqlFragment {
  return fragment({ texts: [text], values: [] });
}

function piecesOf(value: unknown): Pieces {
  const pieces = typeof value === "object" && value !== null ? piecesMade.get(value) : undefined;
  return pieces ?? { texts: ["", ""], values: [value] };
}

function joinedTo(left: Pieces, right: Pieces): Pieces {
  const [first = "", ...others] = right.texts;
  const last = (left.texts.at(-1) ?? "") + first;
  return { texts: [...left.texts.slice(0, -1), last, ...others], values: [...left.values, ...right.values] };
}

function fragment(pieces: Pieces): SqlFragment {
  const { texts, values } = pieces;
  const text = texts.map((piece, index) => (index === 0 ? piece : `$${index}${piece}`)).join("");
  const parameters = values.map((value) => ({ kind: "ValueNode", value }) as const);
  const made = {
    text,
    values: [...values],
    expressionType: undefined,
    toOperationNode: () => ({ kind: "RawNode", sqlFragments: texts, parameters }) as const,
  };
  piecesMade.set(made, pieces);
  return made;
}
