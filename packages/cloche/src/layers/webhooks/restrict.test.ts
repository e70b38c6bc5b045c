/** A narrowed partner takes only what was listed, and stays as strict as it was. */
import { describe, expect, it } from "vitest";
import {
  adyen,
  deliveryOf,
  EVENT_FACTS,
  github,
  hmac,
  isWebhookFault,
  occurredAt,
  PARTNERS,
  type Partner,
  restrict,
  SIGNERS,
  sendgrid,
  signAdyen,
  signStripe,
  stripe,
} from "./index.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const SECRET = "whsec_test";
const base = stripe({ secrets: SECRET });

function deliver(partner: Partner, event: unknown, change: { secret?: string; address?: string } = {}) {
  const body = JSON.stringify(event);
  const delivery = deliveryOf({
    headers: signStripe({ body, secret: change.secret ?? SECRET, at: NOW }),
    body,
    now: NOW,
  });
  const head = { ...delivery.head, address: change.address ?? "192.0.2.1" };
  return partner.verify({ ...delivery, head });
}

describe("events", () => {
  const partner = restrict(base, { events: ["payment_intent.succeeded"] });

  it("takes a listed event and tells the rest apart from forgeries", () => {
    expect(deliver(partner, { type: "payment_intent.succeeded" })).toMatchObject({ partner: "stripe" });
    expect(deliver(partner, { type: "customer.created" })).toEqual({ fault: "event_unlisted" });
    expect(deliver(partner, { type: "customer.created" }, { secret: "whsec_other" })).toEqual({
      fault: "signature_mismatch",
    });
  });

  it.each([undefined, null, [], "payment_intent.succeeded", { type: ["payment_intent.succeeded"] }])(
    "takes nothing from %j",
    (event) => expect(deliver(partner, event ?? null)).toEqual({ fault: "event_unlisted" }),
  );

  it("asks every item of a delivery that holds several", () => {
    const key = "44".repeat(32);
    const narrowed = restrict(adyen({ secrets: key }), { events: ["AUTHORISATION"] });
    const item = {
      pspReference: "1",
      merchantAccountCode: "m",
      amount: { value: 1, currency: "EUR" },
      success: "true",
      originalReference: "",
      merchantReference: "",
    };
    const items = ["AUTHORISATION", "REFUND"].map((eventCode) => {
      const body = JSON.parse(signAdyen({ document: { ...item, eventCode }, secret: key })) as {
        notificationItems: object[];
      };
      return body.notificationItems[0];
    });
    const verify = (notificationItems: unknown) =>
      narrowed.verify(deliveryOf({ headers: {}, body: JSON.stringify({ notificationItems }), now: NOW }));
    expect(verify(items.slice(0, 1))).toMatchObject({ partner: "adyen" });
    expect(verify(items)).toEqual({ fault: "event_unlisted" });
  });

  it("reads the event of a header where the partner puts it there", () => {
    const hub = restrict(github({ secrets: SECRET }), { events: ["push"] });
    const headers = SIGNERS.github({ body: "{}", secret: SECRET });
    const verify = (event: string) =>
      hub.verify(deliveryOf({ headers: { ...headers, "x-github-event": event }, body: "{}", now: NOW }));
    expect(verify("push")).toMatchObject({ partner: "github" });
    expect(verify("fork")).toEqual({ fault: "event_unlisted" });
  });

  it("waits for a partner that has to fetch its certificate", async () => {
    const slow: Partner = { ...base, verify: async (delivery) => base.verify(delivery) };
    const narrowed = restrict(slow, { events: ["a"] });
    expect(await deliver(narrowed, { type: "a" })).toMatchObject({ partner: "stripe" });
    expect(await deliver(narrowed, { type: "b" })).toEqual({ fault: "event_unlisted" });
  });

  it("keeps the partner's own event id and handshake", () => {
    expect(partner.eventIdOf?.({ id: "evt_1" })).toBe("evt_1");
    expect(restrict(PARTNERS.slack({ secrets: "s" }), { events: ["x"] }).handshake).toBeTypeOf("function");
  });
});

describe("addresses", () => {
  const partner = restrict(base, { addresses: ["192.0.2.7", "198.51.100.0/24", "2001:db8::/32"] });
  const from = (address: string) => deliver(partner, { type: "a" }, { address });

  it.each(["192.0.2.7", "198.51.100.255", "2001:db8::1", "::ffff:192.0.2.7"])("takes %s", (address) => {
    expect(from(address)).toMatchObject({ partner: "stripe" });
  });

  it.each(["192.0.2.8", "198.51.101.0", "2001:db9::1", "::1", "", "unknown", "192.0.2.7, 10.0.0.1"])(
    "refuses %j",
    (address) => {
      expect(from(address)).toEqual({ fault: "address_unlisted" });
    },
  );
});

describe("at start", () => {
  const courier = hmac({ name: "courier", header: "x", encoding: "hex", secrets: "0123456789abcdef" });

  it.each([
    () => restrict(base, { events: [] }),
    () => restrict(base, { addresses: [] }),
    () => restrict(base, { addresses: ["192.0.2.0/33"] }),
    () => restrict(base, { addresses: ["192.0.2.0/x"] }),
    () => restrict(base, { addresses: ["example.com"] }),
    () => restrict(base, { event: ["a"] } as never),
    () => restrict(courier, { events: ["a"] }),
  ])("refuses what would not narrow (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ name: "ConfigError" }));
  });

  it("knows the events of every partner", () => {
    expect(Object.keys(EVENT_FACTS).sort()).toEqual(Object.keys(PARTNERS).sort());
  });
});

describe("order", () => {
  it("comes from the event's own time, and from the signature where there is none", () => {
    const verified = deliver(base, { type: "a", created: 1_700_000_000 });
    if (verified instanceof Promise || isWebhookFault(verified)) throw new Error("refused");
    expect(occurredAt(base, verified, { created: 1_700_000_000 })).toBe(1_700_000_000_000);
    expect(occurredAt(base, verified, {})).toBe(NOW);
    const open = PARTNERS.razorpay({ secrets: "s" });
    expect(occurredAt(open, { ...verified, partner: "razorpay" }, { created_at: "soon" })).toBe(NOW);
    expect(sendgrid).toBeTypeOf("function");
  });
});
