/** The restaurant's API description: by the rules, by an independent validator, and as it was reviewed. */
import { type CallerSource, type Contract, type GateOptions, openApi, refuse } from "cloche";
import { memoryLimitStore } from "cloche/rate-limit";
import { memoryReplayStore, razorpay, stripe, twilio } from "cloche/webhooks";
import { describe, expect, it } from "vitest";
import { faultsOf } from "./rules.js";
import { shapeOf } from "./shape.js";

const app = new URL("../../../../apps/restaurant/contracts/index.ts", import.meta.url);
const exported = (await import(app.href)) as Readonly<Record<string, unknown>>;
const contracts = Object.values(exported).filter((one): one is Contract => Object.hasOwn(Object(one), "returns"));

const bearer: CallerSource = {
  name: "bearer",
  ambient: false,
  scheme: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
  missing: refuse("unauthenticated"),
  identify: () => undefined,
};
const secrets = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const options: GateOptions = {
  who: [bearer],
  partners: {
    stripe: stripe({ secrets }),
    razorpay: razorpay({ secrets }),
    twilio: twilio({ authTokens: secrets, publicUrl: "https://restaurant.example" }),
  },
  replay: memoryReplayStore(),
  limits: { store: memoryLimitStore(), defaults: { "/": "600 per minute by address" } },
};
const document = openApi({ title: "Restaurant ordering", version: "1" }, contracts, options);

interface Outcome {
  readonly valid: boolean;
  readonly errors?: unknown;
}
/** Not in a literal import: the test is skipped where the validator is not installed. */
const VALIDATOR = "@seriousme/openapi-schema-validator";
const validator = (await import(/* @vite-ignore */ VALIDATOR).catch(() => undefined)) as
  | { readonly Validator: new () => { validate(document: object): Promise<Outcome> } }
  | undefined;

describe("the restaurant's description", () => {
  it("keeps the rules", () => {
    expect(contracts.length).toBeGreaterThan(20);
    expect(faultsOf(document)).toEqual([]);
  });

  it.skipIf(validator === undefined)(`is valid to ${VALIDATOR}, where that is installed`, async () => {
    const checker = validator === undefined ? undefined : new validator.Validator();
    const outcome = await checker?.validate(JSON.parse(JSON.stringify(document)) as object);
    expect(outcome?.errors ?? []).toEqual([]);
    expect(outcome?.valid).toBe(true);
  });

  it("is as it was reviewed; `-u` writes it anew", async () => {
    await expect(shapeOf(document)).toMatchFileSnapshot("restaurant.txt");
  });
});
