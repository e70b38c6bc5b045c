/** The descriptions of the examples: by the rules, by an independent validator, and of every route that they serve. */
import { type Contract, type GateOptions, openApi } from "cloche";
import { memoryLimitStore } from "cloche/rate-limit";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import { describe, expect, it } from "vitest";
import { bearer } from "./bearer.js";
import { faultsOf } from "./rules.js";
import type { Json } from "./shape.js";
import { faultsFound, VALIDATOR } from "./validator.js";

const options: GateOptions = {
  who: [bearer],
  owners: { rental: () => false },
  partners: { stripe: stripe({ secrets: `whsec_${Buffer.alloc(32, 7).toString("base64")}` }) },
  replay: memoryReplayStore(),
  limits: { store: memoryLimitStore(), defaults: { "/": "300 per minute by address" } },
};

describe.each([
  ["the ordering API, on five frameworks", "shared"],
  ["the rental, after an afternoon", "afternoon"],
])("the description of %s", async (_what, example) => {
  const module = new URL(`../../../../examples/${example}/src/contracts.ts`, import.meta.url);
  const exported = Object.values((await import(module.href)) as Readonly<Record<string, unknown>>);
  const contracts = exported.filter((one): one is Contract => Object.hasOwn(Object(one), "returns"));
  const document = openApi({ title: example, version: "1" }, contracts, options);

  it("tells of every route and keeps the rules", () => {
    const told = Object.entries(document.paths as Readonly<Record<string, Json>>).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(told.toSorted()).toEqual(contracts.map(({ name }) => name).toSorted());
    expect(told.length).toBeGreaterThan(3);
    expect(faultsOf(document)).toEqual([]);
  });

  it(`is valid to ${VALIDATOR}`, async () => expect(await faultsFound(document)).toEqual([]));

  it("is not, where answers go by another name or a parameter stands nowhere", async () => {
    const text = JSON.stringify(document);
    for (const broken of [text.replace('"responses":', '"answers":'), text.replace('"in":"path"', '"in":"nowhere"')]) {
      expect(await faultsFound(JSON.parse(broken) as Json)).not.toEqual([]);
    }
  });
});
