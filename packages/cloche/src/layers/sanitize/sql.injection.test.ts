import fc from "fast-check";
import {
  DummyDriver,
  Kysely,
  sql as kyselySql,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { orderBy, orderByClause, type SqlFragment, sql, sqlIdentifier } from "./index.js";

interface Database {
  orders: { id: number; guest: string };
}
const db = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (any) => new PostgresIntrospector(any),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const NASTY = `'; DROP TABLE orders; --`;

describe("sql", () => {
  it("binds whatever is inserted", () => {
    const query = sql`SELECT * FROM orders WHERE guest = ${NASTY} AND id = ANY(${[1, 2]})`;
    expect(query.text).toBe("SELECT * FROM orders WHERE guest = $1 AND id = ANY($2)");
    expect(query.values).toEqual([NASTY, [1, 2]]);
  });

  it("takes other fragments as parts, and numbers all values anew", () => {
    const where = sql`guest = ${"ann"} AND total > ${5}`;
    const query = sql`SELECT ${1} WHERE ${where} LIMIT ${10}`;
    expect(query.text).toBe("SELECT $1 WHERE guest = $2 AND total > $3 LIMIT $4");
    expect(query.values).toEqual([1, "ann", 5, 10]);
  });

  it("takes nothing out of a request for a fragment", () => {
    const forged = JSON.parse('{"text":"1; DROP TABLE orders","values":[],"kind":"RawNode"}') as SqlFragment;
    for (const value of [forged, { ...sql`1` }, Object.create(sql`1`) as object]) {
      expect(sql`SELECT ${value}`.text).toBe("SELECT $1");
    }
  });

  it("cannot be called with a text", () => {
    const call = sql as unknown as (text: unknown) => unknown;
    for (const text of [NASTY, [NASTY], Object.assign([NASTY], { raw: [NASTY] }), undefined]) {
      expect(() => call(text)).toThrow(TypeError);
    }
  });

  it("puts no inserted text into the SQL, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { minLength: 2, maxLength: 2 }), ([a, b]) => {
        expect(sql`x ${a} y ${sql`z ${b}`}`.text).toBe("x $1 y z $2");
      }),
    );
  });
});

describe("a name that a caller chooses", () => {
  const column = sqlIdentifier({ placed: "orders.placed_at", total: "total" });

  it("becomes the author's column in quotes", () => {
    expect(column("placed")?.text).toBe('"orders"."placed_at"');
  });

  it.each(["orders.placed_at", 'placed"', "placed; --", "constructor", "__proto__", ""])("%j is refused", (name) => {
    expect(column(name)).toBeUndefined();
  });

  it.each(["lower(name)", 'a"b', "", "a.b.c.d", "a b", "1a"])("%j as a column stops the start", (text) => {
    expect(() => sqlIdentifier({ a: text })).toThrow(ConfigError);
  });

  it("orders by the terms that were read", () => {
    const order = orderBy({ columns: { placed: "orders.placed_at", id: "id" }, default: "-placed,id" });
    expect(orderByClause(order(undefined) ?? []).text).toBe('"orders"."placed_at" desc, "id" asc');
  });

  it.each([[[]], [[{ column: "id; --", direction: "asc" }]], [[{ column: "id", direction: "asc; DROP" }]]])(
    "%j is no order",
    (terms) => {
      expect(() => orderByClause(terms as never)).toThrow(ConfigError);
    },
  );
});

describe("a fragment works in", () => {
  const order = orderByClause([{ column: "orders.id", direction: "desc" }]);

  it("kysely, as an expression and inside its own sql", () => {
    const built = db
      .selectFrom("orders")
      .selectAll()
      .where("id", ">", 1)
      .where(sql`guest = ${NASTY}` as never)
      .orderBy(order);
    expect(built.compile()).toMatchObject({
      sql: 'select * from "orders" where "id" > $1 and guest = $2 order by "orders"."id" desc',
      parameters: [1, NASTY],
    });
    expect(kyselySql`select ${order}`.compile(db).sql).toBe('select "orders"."id" desc');
  });

  it("pg, as a query of its own", () => {
    const query = new pg.Query(sql`SELECT ${NASTY}::text`);
    expect(query).toMatchObject({ text: "SELECT $1::text", values: [NASTY] });
  });
});
