/** Routing: the nearest route wins, closed stations hand on, and no line is ever lost. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RerouteRule } from "./reroute.js";
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
    expect(routerOf(plan({ defaultStationId: "bar" }))(LINE)).toMatchObject({
      ...{ stationIds: ["bar"], unrouted: true, by: "default" },
    });
  });

  it("with every station of that scope, and those the options add", () => {
    const both = [to("item", "i", "fry"), to("item", "i", "bar")];
    expect(routerOf(plan({ routes: both }))(LINE).stationIds).toEqual(["fry", "bar"]);
    const line = { ...LINE, extraStationIds: ["grill"] };
    expect(routerOf(plan({ routes: both }))(line)).toMatchObject({
      ...{ stationIds: ["grill", "fry", "bar"], unrouted: false, by: "item" },
    });
  });

  it("hands out at the pass what nobody makes", () => {
    expect(routerOf(plan({ routes }))({ ...LINE, noPrep: true })).toMatchObject({
      ...{ stationIds: ["pass"], unrouted: false, by: "no_prep" },
    });
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
    expect(routerOf({ stations, routes, defaultStationId: "d" })(LINE)).toMatchObject({
      ...{ stationIds: ["d"], unrouted: false, fallbacks: [{ from: "a", to: "d" }] },
    });
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

describe("reroute rules", () => {
  const routes = [to("item", "i", "fry")];
  const rule = (id: string, from: string, toStationIds: readonly string[], when: Partial<RerouteRule> = {}) => ({
    ...{ id, fromStationId: from, toStationIds, orderType: null, serviceArea: null },
    ...when,
  });
  const route = (rules: readonly RerouteRule[], line: Partial<RoutedLine> = {}) => {
    const { stationIds, ruleIds } = routerOf(plan({ routes, rules }))({ ...LINE, ...line });
    return { stationIds, ruleIds };
  };

  it("send what was meant for one station to others, and say which rule did", () => {
    expect(route([rule("r1", "fry", ["grill", "bar"])])).toEqual({ stationIds: ["grill", "bar"], ruleIds: ["r1"] });
    expect(route([rule("r1", "grill", ["bar"])])).toEqual({ stationIds: ["fry"], ruleIds: [] });
  });

  it("match by the kind of order and by where it is served", () => {
    const delivered = [rule("r1", "fry", ["bar"], { orderType: "delivery" })];
    expect(route(delivered, { orderType: "pickup" }).stationIds).toEqual(["fry"]);
    expect(route(delivered, { orderType: "delivery" }).stationIds).toEqual(["bar"]);
    const outside = [rule("r1", "fry", ["bar"], { serviceArea: "terrace" })];
    expect(route(outside).stationIds).toEqual(["fry"]);
    expect(route(outside, { serviceArea: "terrace" }).stationIds).toEqual(["bar"]);
  });

  it("apply once each, in order, so that a circle of them ends", () => {
    const circle = [rule("r1", "fry", ["bar"]), rule("r2", "bar", ["fry"])];
    expect(route(circle)).toEqual({ stationIds: ["fry"], ruleIds: ["r1", "r2"] });
    expect(route([...circle].reverse())).toEqual({ stationIds: ["bar"], ruleIds: ["r1"] });
  });

  it("to nowhere end at the default station, with the alarm", () => {
    const { stationIds, unrouted } = routerOf(plan({ routes, rules: [rule("r1", "fry", ["gone"])] }))(LINE);
    expect({ stationIds, unrouted }).toEqual({ stationIds: ["grill"], unrouted: true });
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
  const rule = fc.record({
    id: fc.uuid(),
    orderType: fc.constantFrom("dine_in" as const, "delivery" as const, null),
    serviceArea: fc.constantFrom("main", null),
    fromStationId: id,
    toStationIds: fc.array(id, { minLength: 1, maxLength: 4 }),
  });
  const line = fc.record({
    variantId: fc.constantFrom("v", "x"),
    itemId: fc.constantFrom("i", "x"),
    categoryId: fc.constantFrom("c", "x"),

    orderType: fc.constantFrom("dine_in" as const, "pickup" as const),
    serviceArea: fc.constantFrom("main", undefined),
    noPrep: fc.boolean(),
    extraStationIds: fc.array(id, { maxLength: 3 }),
  });

  it("every line gets at least one station that exists, each once, open where one can be reached", () => {
    fc.assert(
      fc.property(
        stations,
        fc.array(route),
        fc.array(rule),
        fc.option(id),
        line,
        (all, routes, rules, defaultStationId, one) => {
          const { stationIds } = routerOf({ stations: all, routes, rules, defaultStationId })(one);
          expect(stationIds.length).toBeGreaterThan(0);
          expect(new Set(stationIds).size).toBe(stationIds.length);
          expect(all.map((known) => known.id)).toEqual(expect.arrayContaining([...stationIds]));
          const closed = stationIds.filter((taken) => all.find((known) => known.id === taken)?.isOpen === false);
          expect(closed.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
