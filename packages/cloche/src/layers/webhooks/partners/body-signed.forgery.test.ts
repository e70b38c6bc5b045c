/** Where the signature stands inside the body, nothing is believed but what it covers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adyen, deliveryOf, isWebhookFault, mailgun, replayKey, signAdyen, signMailgun } from "../index.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const KEY = "44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056";

/** The text with one character of the value of `name` changed. */
function mutated(text: string, name: string, nat: number, code: number): string | undefined {
  const match = new RegExp(`"${name}":("?)([^",}]*)`).exec(text);
  const value = match?.[2] ?? "";
  if (match === null || value === "") return undefined;
  const at = match.index + name.length + 3 + (match[1] ?? "").length + (nat % value.length);
  const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
  return changed === text ? undefined : changed;
}

describe("adyen", () => {
  const partner = adyen({ secrets: KEY });
  const item = {
    pspReference: "7914073381342284",
    originalReference: "",
    merchantAccountCode: "CornerBistro",
    merchantReference: "table:7:order:12",
    amount: { value: 1130, currency: "EUR" },
    eventCode: "AUTHORISATION",
    success: "true",
  };
  const body = signAdyen({ document: { ...item, reason: "unsigned", paymentMethod: "visa" }, secret: KEY });
  const verdict = (text: string) => partner.verify(deliveryOf({ headers: {}, body: text, now: NOW }));

  it("hands on the signed fields and nothing beside them", () => {
    const verified = verdict(body.replace('"live":"false"', '"live":"true"'));
    expect(verified).toMatchObject({
      partner: "adyen",
      signedFields: { notificationItems: [{ NotificationRequestItem: item }] },
    });
    expect(JSON.stringify(verified)).not.toContain("unsigned");
  });

  it("refuses any change of a signed field or of the signature", () => {
    const names = ["pspReference", "merchantAccountCode", "merchantReference", "value", "currency", "eventCode"];
    fc.assert(
      fc.property(
        fc.constantFrom(...names, "success", "hmacSignature"),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        (name, nat, code) => {
          const text = mutated(body, name, nat, code);
          fc.pre(text !== undefined);
          expect(isWebhookFault(verdict(text ?? ""))).toBe(true);
        },
      ),
    );
  });

  it("refuses fields that reach over a colon into their neighbours", () => {
    const moved = { ...item, merchantAccountCode: "CornerBistro:table", merchantReference: "7:order:12" };
    const { additionalData } = signedItem(body);
    const text = JSON.stringify({ notificationItems: [{ NotificationRequestItem: { ...moved, additionalData } }] });
    expect(verdict(text)).toEqual({ fault: "field_malformed" });
  });

  it("refuses a genuine item that brings a forged one along", () => {
    const genuine = signedItem(body);
    const forged = { ...genuine, amount: { value: 1, currency: "EUR" } };
    const items = [genuine, forged].map((NotificationRequestItem) => ({ NotificationRequestItem }));
    expect(verdict(JSON.stringify({ notificationItems: items }))).toEqual({ fault: "signature_mismatch" });
    expect(verdict(JSON.stringify({ notificationItems: [] }))).toEqual({ fault: "body_malformed" });
  });

  it("identifies a notification by what is signed, however it is written", () => {
    const spaced = JSON.stringify(JSON.parse(body), null, 2);
    const [first, second] = [verdict(body), verdict(spaced)];
    if (isWebhookFault(first) || isWebhookFault(second)) throw new Error("refused");
    expect(replayKey(partner, first)).toBe(replayKey(partner, second));
  });

  it.each(["nothex", "", "00ff"])("refuses the key %j at start", (secrets) => {
    expect(() => adyen({ secrets })).toThrow(expect.objectContaining({ code: "secret_weak" }));
  });
});

function signedItem(text: string): Record<string, unknown> {
  const { notificationItems } = JSON.parse(text) as { notificationItems: { NotificationRequestItem: object }[] };
  return { ...notificationItems[0]?.NotificationRequestItem };
}

describe("mailgun", () => {
  const partner = mailgun({ secrets: "key-3ax6xnjp29jd6fds4gc373sgvjxteol0", unsignedEvent: "accepted" });
  const body = signMailgun({
    document: { event: "delivered", id: "ev-1" },
    secret: "key-3ax6xnjp29jd6fds4gc373sgvjxteol0",
    at: NOW,
  });
  const verdict = (text: string, now = NOW) => partner.verify(deliveryOf({ headers: {}, body: text, now }));

  it("must be told that the event is not signed", () => {
    expect(() => mailgun({ secrets: "key-1" } as never)).toThrow(expect.objectContaining({ code: "option_invalid" }));
  });

  it("is identified by the token, so that a captured signature cannot carry a second event", () => {
    const first = verdict(body);
    const second = verdict(body.replace("ev-1", "ev-2"));
    if (isWebhookFault(first) || isWebhookFault(second)) throw new Error("refused");
    const payload = { "event-data": { id: "ev-2" }, id: "ev-2" };
    expect(replayKey(partner, second, payload)).toBe(replayKey(partner, first));
  });

  it("refuses any changed character of time, token and signature", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("timestamp", "token", "signature"),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        (name, nat, code) => {
          const { signature: block, ...rest } = JSON.parse(body) as { signature: Record<string, string> };
          const value = block[name] ?? "";
          const at = nat % value.length;
          const text = value.slice(0, at) + String.fromCharCode(code) + value.slice(at + 1);
          fc.pre(text !== value);
          expect(isWebhookFault(verdict(JSON.stringify({ ...rest, signature: { ...block, [name]: text } })))).toBe(
            true,
          );
        },
      ),
    );
  });

  it("does not let a digit move from the time to the token", () => {
    const { signature: block, ...rest } = JSON.parse(body) as { signature: Record<string, string> };
    const { timestamp = "", token = "" } = block;
    const moved = { ...block, timestamp: timestamp.slice(0, -1), token: timestamp.slice(-1) + token };
    expect(verdict(JSON.stringify({ ...rest, signature: moved }))).toEqual({ fault: "event_id_malformed" });
  });

  it("holds the time to its tolerance on both sides", () => {
    expect(verdict(body, NOW + 301_000)).toEqual({ fault: "timestamp_stale" });
    expect(verdict(body, NOW - 301_000)).toEqual({ fault: "timestamp_future" });
  });
});

describe.each([
  ["adyen", adyen({ secrets: KEY })],
  ["mailgun", mailgun({ secrets: "key-3ax6xnjp29jd6fds4gc373sgvjxteol0", unsignedEvent: "accepted" })],
])("%s, on anything else", (_, partner) => {
  it("never throws and never accepts", () => {
    const json = fc
      .json()
      .map((text) => text.replaceAll('"a"', '"signature"').replaceAll('"b"', '"notificationItems"'));
    const hostile = fc.oneof(
      json,
      fc.uint8Array(),
      fc.constantFrom("{}", '{"signature":{}}', '{"notificationItems":[{}]}'),
    );
    fc.assert(
      fc.property(hostile, (body) => {
        expect(partner.verify(deliveryOf({ headers: {}, body, now: NOW }))).toHaveProperty("fault");
      }),
    );
  });
});
