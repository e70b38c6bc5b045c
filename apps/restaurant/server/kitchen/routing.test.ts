/** Routing: the nearest route wins, closed stations hand on, and no line is ever lost. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RoutedLine, type RoutingPlan, routerOf, type StationRoute } from "./routing.js";

const station = (id: string, more: { isOpen?: boolean; fallback?: string | null; kind?: "prep" | "expo" } = {}) => ({
  id,
  kind: more.kind ?? ("prep" as const),
  isOpen: more.isOpen ?? true,
  fallbackStationId: more.fallback ?? null,
});
const to = (scope: StationRoute["scope"], scopeId: string, stationId: string): StationRoute => ({
  scope,
  scopeId,
  stationId,
});
const LINE: RoutedLine = { variantId: "v", itemId: "i", categoryId: "c", noPrep: false, extraStationIds: [] };
const plan = (more: Partial<RoutingPlan>): RoutingPlan => ({
  stations: [station("grill"), station("fry"), station("bar"), station("pass", { kind: "expo" })],
  routes: [],
  defaultStationId: "grill",
  ...more,
});

describe("the nearest route wins", () => {
  const routes = [
    to("category", "c", "bar"),
    to("item", "i", "fry"),
    to("variant", "v", "grill"),
    to("item", "other", "bar"),
  ];

  it("variant over item over category over default", () => {
    expect(routerOf(plan({ routes }))(LINE).stationIds).toEqual(["grill"]);
    expect(routerOf(plan({ routes: routes.slice(0, 2) }))(LINE).stationIds).toEqual(["fry"]);
    expect(routerOf(plan({ routes: routes.slice(0, 1) }))(LINE).stationIds).toEqual(["bar"]);
    expect(routerOf(plan({ defaultStationId: "bar" }))(LINE)).toEqual({ stationIds: ["bar"], unrouted: true });
  });

  it("with every station of that scope, and those the options add", () => {
    const both = [to("item", "i", "fry"), to("item", "i", "bar")];
    expect(routerOf(plan({ routes: both }))(LINE).stationIds).toEqual(["fry", "bar"]);
    const line = { ...LINE, extraStationIds: ["grill"] };
    expect(routerOf(plan({ routes: both }))(line)).toEqual({ stationIds: ["grill", "fry", "bar"], unrouted: false });
  });

  it("hands out at the pass what nobody makes", () => {
    expect(routerOf(plan({ routes }))({ ...LINE, noPrep: true })).toEqual({ stationIds: ["pass"], unrouted: false });
  });
});

describe("closed stations", () => {
  const routes = [to("item", "i", "a")];

  it("hand on to the first open one", () => {
    const stations = [
      station("a", { isOpen: false, fallback: "b" }),
      station("b", { isOpen: false, fallback: "z" }),
      station("z"),
    ];
    expect(routerOf({ stations, routes, defaultStationId: "b" })(LINE).stationIds).toEqual(["z"]);
  });

  it("in a circle end at the default station", () => {
    const stations = [
      station("a", { isOpen: false, fallback: "b" }),
      station("b", { isOpen: false, fallback: "a" }),
      station("d"),
    ];
    expect(routerOf({ stations, routes, defaultStationId: "d" })(LINE)).toEqual({ stationIds: ["d"], unrouted: false });
  });

  it("hand on five times at most", () => {
    const chain = ["a", "b", "c", "d", "e", "f", "g"];
    const stations = chain.map((id, at) => station(id, { isOpen: id === "g", fallback: chain[at + 1] ?? null }));
    expect(routerOf({ stations, routes, defaultStationId: "a" })(LINE).stationIds).toEqual(["a"]);
    expect(routerOf({ stations, routes: [to("item", "i", "b")], defaultStationId: "a" })(LINE).stationIds).toEqual([
      "g",
    ]);
  });
});

it("refuses to take an order where nobody would see it", () => {
  expect(() => routerOf({ stations: [], routes: [], defaultStationId: null })).toThrow("no station");
});

describe("whatever the plan", () => {
  const id = fc.constantFrom("s0", "s1", "s2", "s3", "s4", "s5", "s6", "gone");
  const stations = fc
    .uniqueArray(
      fc.record({
        id,
        kind: fc.constantFrom("prep" as const, "expo" as const),
        isOpen: fc.boolean(),
        fallbackStationId: fc.option(id),
      }),
      { selector: (one) => one.id, minLength: 1 },
    )
    .map((all) => all.filter((one) => one.id !== "gone"))
    .filter((all) => all.length > 0);
  const route = fc.record({
    scope: fc.constantFrom("variant" as const, "item" as const, "category" as const),
    scopeId: fc.constantFrom("v", "i", "c", "x"),
    stationId: id,
  });
  const line = fc.record({
    variantId: fc.constantFrom("v", "x"),
    itemId: fc.constantFrom("i", "x"),
    categoryId: fc.constantFrom("c", "x"),

    noPrep: fc.boolean(),
    extraStationIds: fc.array(id, { maxLength: 3 }),
  });

  it("every line gets at least one station that exists, each once, open where one can be reached", () => {
    fc.assert(
      fc.property(stations, fc.array(route), fc.option(id), line, (all, routes, defaultStationId, one) => {
        const { stationIds } = routerOf({ stations: all, routes, defaultStationId })(one);
        expect(stationIds.length).toBeGreaterThan(0);
        expect(new Set(stationIds).size).toBe(stationIds.length);
        expect(all.map((known) => known.id)).toEqual(expect.arrayContaining([...stationIds]));
        const closed = stationIds.filter((taken) => all.find((known) => known.id === taken)?.isOpen === false);
        expect(closed.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
