/** The pages in docs/guide/webhooks say what the library does; `-u` writes them anew. */
import { generateKeyPairSync } from "node:crypto";
import { PARTNERS, type Partner } from "cloche/webhooks";
import { describe, expect, it } from "vitest";
import { listOfPages, NAMES, pageOf } from "./page.js";

const folder = new URL("../../../../docs/guide/webhooks/", import.meta.url);
const spki = { type: "spki", format: "pem" } as const;
const secrets = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/** Everything any partner needs; each takes what it knows. */
const OPTIONS: Partial<Record<keyof typeof PARTNERS, object>> = {
  adyen: { secrets: "44".repeat(32) },
  "aws-sns": { topicArns: ["arn:aws:sns:eu-central-1:123456789012:orders"] },
  discord: { publicKeys: generateKeyPairSync("ed25519").publicKey.export(spki).toString() },
  mailgun: { secrets, unsignedEvent: "accepted" },
  paypal: { webhookId: "8PT597110X687430L" },
  sendgrid: { publicKeys: generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export(spki).toString() },
  square: { secrets, notificationUrl: "https://api.example.com/webhooks/square" },
  twilio: { authTokens: secrets, publicUrl: "https://api.example.com" },
};

describe("docs/guide/webhooks", () => {
  it("has a page for every partner", () => {
    expect(NAMES).toEqual(Object.keys(PARTNERS).sort());
  });

  it.each(NAMES)("%s.md", async (name) => {
    const make = PARTNERS[name] as (options: object) => Partner;
    const page = pageOf(name, make(OPTIONS[name] ?? { secrets }));
    await expect(page).toMatchFileSnapshot(new URL(`${name}.md`, folder).pathname);
  });

  it("README.md", async () => {
    await expect(listOfPages()).toMatchFileSnapshot(new URL("README.md", folder).pathname);
  });
});
