import { sep } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { orderBy, refuseOperators, safeJoin } from "./index.js";

describe("refuseOperators", () => {
  it.each([
    [{ password: { $ne: "canary" } }, "/password/$ne"],
    [{ $where: "sleep(1)" }, "/$where"],
    [[{ a: [{ "b.c": 1 }] }], "/0/a/0/b.c"],
    [{ "a\0b": 1 }, "/a?b"],
  ])("%j", (value, path) => {
    const refusal = refuseOperators(value);
    expect(refusal).toMatchObject({ refused: "validation_failed", errors: [{ path, code: "operator_name" }] });
    expect(JSON.stringify(refusal)).not.toContain("canary");
  });

  it.each([{ price: "$5" }, "a.b", null, [1, { a: { b: 2 } }]])("lets %j through", (value) => {
    expect(refuseOperators(value)).toBeUndefined();
  });

  it("refuses what is too deep to look through", () => {
    let value: unknown = { $ne: 1 };
    for (let depth = 0; depth < 10_000; depth += 1) value = { a: value };
    expect(refuseOperators(value)).toBeDefined();
  });
});

describe("safeJoin", () => {
  const root = `${sep}srv${sep}menus`;

  it("stays under the root", () => {
    expect(safeJoin(root, "spring", "a.pdf")).toBe(["", "srv", "menus", "spring", "a.pdf"].join(sep));
    expect(safeJoin(root, "spring/a.pdf")).toBe(["", "srv", "menus", "spring", "a.pdf"].join(sep));
  });

  it.each([
    "..",
    "../menus2/a",
    "a/../../b",
    "/etc/passwd",
    "",
    "a//b",
    ".env",
    "a/.git/config",
    "..\\a",
    "C:a",
    "a\0",
    "a/.. ",
  ])("%j is refused", (segment) => {
    expect(safeJoin(root, segment)).toBeUndefined();
  });

  it("whatever the segments are", () => {
    const part = fc.oneof(fc.constantFrom("..", ".", "/", "\\", "a", "%2e%2e", "\0", " "), fc.string());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (segments) => {
        const path = safeJoin(root, ...segments);
        if (path !== undefined) expect(path.startsWith(root + sep)).toBe(true);
      }),
    );
  });
});

describe("orderBy", () => {
  const order = orderBy({ columns: { placed: "orders.placed_at", total: "total" }, default: "-placed" });

  it("gives the author's columns", () => {
    expect(order(undefined)).toEqual([{ column: "orders.placed_at", direction: "desc" }]);
    expect(order("total,-placed")).toEqual([
      { column: "total", direction: "asc" },
      { column: "orders.placed_at", direction: "desc" },
    ]);
  });

  it.each([
    "placed; DROP TABLE orders",
    "orders.placed_at",
    "constructor",
    "__proto__",
    "placed,placed",
    "--placed",
    "placed,",
    " placed",
  ])("%j is refused", (text) => {
    expect(order(text)).toBeUndefined();
  });

  it.each([
    { columns: { a: "lower(name)" }, default: "a" },
    { columns: { a: "name; --" }, default: "a" },
    { columns: { a: "name" }, default: "b" },
  ])("%j stops the start", (options) => {
    expect(() => orderBy(options)).toThrow(ConfigError);
  });
});
