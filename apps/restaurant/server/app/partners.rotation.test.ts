/** What partners sign with is exchanged in its file while deliveries come in: old and new are believed, and told apart. */
import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixedSource, mountedFiles, type Watch } from "cloche/secrets";
import { messageSigner, signRazorpay, signStripe, signTwilio } from "cloche/webhooks";
import { expect, it } from "vitest";
import { deliver } from "../../partners/index.js";
import { readConfig } from "../platform/index.js";
import { describePglite, startTestApp } from "../test-support/index.js";

const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };
const signDelivery = messageSigner({ algorithm: "ed25519" });
const text = () => `whsec_${randomBytes(32).toString("base64url")}`;

interface Version {
  readonly text: string;
  readonly delivery: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}
const newVersion = (): Version => ({ text: text(), delivery: generateKeyPairSync("ed25519") });

/** A fresh delivery of each partner's, signed with a version. */
const SENDERS = {
  stripe(url: string, { text: secret }: Version) {
    const body = JSON.stringify({
      id: `evt_${randomUUID()}`,
      type: "x",
      livemode: false,
      data: { object: { id: "o" } },
    });
    return { url, body, headers: { ...JSON_TYPE, ...signStripe({ body, secret }) } };
  },
  razorpay(url: string, { text: secret }: Version) {
    const body = JSON.stringify({ event: "x", payload: { about: randomUUID() } });
    return { url, body, headers: { ...JSON_TYPE, ...signRazorpay({ body, secret }) } };
  },
  twilio(url: string, { text: secret }: Version) {
    const body = `MessageSid=SM${randomBytes(16).toString("hex")}&MessageStatus=sent`;
    return { url, body, headers: { ...FORM_TYPE, ...signTwilio({ body, secret, url }) } };
  },
  delivery(url: string, { delivery: { privateKey } }: Version) {
    const body = JSON.stringify({ order: randomUUID(), status: "failed", at: new Date().toISOString() });
    const secret = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    return { url, body, headers: { ...JSON_TYPE, ...signDelivery({ body, secret, url, eventId: randomUUID() }) } };
  },
};
type Name = keyof typeof SENDERS;
const NAMES = Object.keys(SENDERS) as Name[];

describePglite("what partners sign with", ({ placeWithSchema }) => {
  it("rotates without a restart, at every partner", { timeout: 120_000 }, async () => {
    const mounted = mkdtempSync(join(tmpdir(), "restaurant-partners-"));
    const rotate = () => {
      const version = newVersion();
      for (const name of ["STRIPE_WEBHOOK_SECRET", "RAZORPAY_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN"]) {
        writeFileSync(join(mounted, name), version.text);
      }
      const key = version.delivery.publicKey.export({ type: "spki", format: "der" }).toString("base64");
      writeFileSync(join(mounted, "DELIVERY_PUBLIC_KEY"), key);
      return version;
    };
    const first = rotate();
    const read = readConfig([mountedFiles(mounted), fixedSource({ DATA_DIR: mounted })]);
    let watching: Watch | undefined;
    const { stripeWebhookSecret, razorpayWebhookSecret, twilioAuthToken, partners } = read;
    const watchSecrets: typeof read.watchSecrets = (options) => {
      watching = read.watchSecrets(options);
      return watching;
    };
    const config = { stripeWebhookSecret, razorpayWebhookSecret, twilioAuthToken, partners, watchSecrets };
    const restaurant = await startTestApp(await placeWithSchema(), { config });
    const all = (version: Version) =>
      Promise.all(NAMES.map((name) => deliver(SENDERS[name](`${restaurant.baseUrl}/webhooks/${name}`, version))));
    const oldOnes = () => restaurant.log().filter((line) => line.includes('"signature.old_secret"')).length;
    try {
      expect([await all(first), await all(newVersion())]).toEqual([NAMES.map(() => 200), NAMES.map(() => 400)]);
      const second = rotate();
      await watching?.refresh();
      expect([await all(second), oldOnes()]).toEqual([NAMES.map(() => 200), 0]);
      expect([await all(first), oldOnes()]).toEqual([NAMES.map(() => 200), NAMES.length]);
      expect(await all(newVersion())).toEqual(NAMES.map(() => 400));
      expect(restaurant.log().join("\n")).not.toContain(first.text);
    } finally {
      await restaurant.stop();
    }
  });
});
