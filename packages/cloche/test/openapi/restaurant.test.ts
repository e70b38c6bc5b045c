/** The restaurant's API description: by the rules, by an independent validator, and as it was reviewed. */
import { type Contract, type GateOptions, openApi } from "cloche";
import { memoryLimitStore } from "cloche/rate-limit";
import { memoryReplayStore, messageSignature, razorpay, stripe, twilio } from "cloche/webhooks";
import { describe, expect, it } from "vitest";
import { bearer } from "./bearer.js";
import { faultsOf } from "./rules.js";
import { shapeOf } from "./shape.js";
import { faultsFound, VALIDATOR } from "./validator.js";

const app = new URL("../../../../apps/restaurant/contracts/index.ts", import.meta.url);
const exported = (await import(app.href)) as Readonly<Record<string, unknown>>;
const contracts = Object.values(exported).filter((one): one is Contract => Object.hasOwn(Object(one), "returns"));

const secrets = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const options: GateOptions = {
  who: [bearer],
  partners: {
    stripe: stripe({ secrets }),
    razorpay: razorpay({ secrets }),
    twilio: twilio({ authTokens: secrets, publicUrl: "https://restaurant.example" }),
    delivery: messageSignature({
      name: "delivery",
      algorithm: "ed25519",
      keys: Buffer.alloc(32, 7).toString("hex"),
      publicUrl: "https://restaurant.example",
      nonce: "required",
    }),
  },
  replay: memoryReplayStore(),
  limits: { store: memoryLimitStore(), defaults: { "/": "600 per minute by address" } },
};
const document = openApi({ title: "Restaurant ordering", version: "1" }, contracts, options);

describe("the restaurant's description", () => {
  it("keeps the rules", () => {
    expect(contracts.length).toBeGreaterThan(20);
    expect(faultsOf(document)).toEqual([]);
  });

  it(`is valid to ${VALIDATOR}`, async () => expect(await faultsFound(document)).toEqual([]));

  it("is as it was reviewed; `-u` writes it anew", async () => {
    await expect(shapeOf(document)).toMatchFileSnapshot("restaurant.txt");
  });
});
