/** Twilio signs fields and an address, not bytes: no other spelling, field boundary or Host header helps a replay. */
import { describe, expect, it } from "vitest";
import { deliveryOf, isWebhookFault, type PlainDelivery, signTwilio, twilio, twilioJsonUrl } from "../index.js";

const TOKEN = "0123456789abcdef0123456789abcdef";
const BASE = "https://orders.example.com";
const TARGET = "/webhooks/twilio?tenant=7";
const MESSAGE = `SM${"a1".repeat(16)}`;
const STATUS = `MessageSid=${MESSAGE}&MessageStatus=sent&To=%2B15550100`;
const partner = twilio({ authTokens: TOKEN, publicUrl: BASE });

const headersOf = (body: string, url = BASE + TARGET) => signTwilio({ body, secret: TOKEN, url });
const verify = (plain: Omit<PlainDelivery, "headers"> & Partial<PlainDelivery>) =>
  partner.verify(deliveryOf({ headers: headersOf(STATUS), target: TARGET, ...plain }));
const idOf = (body: string, signedAs = body) => {
  const verdict = verify({ body, headers: headersOf(signedAs) });
  return isWebhookFault(verdict) ? verdict.fault : verdict.eventId;
};

describe("identity", () => {
  it("is the message with its status for a status callback", () => {
    expect(idOf(STATUS)).toBe(`${MESSAGE}:sent`);
  });

  it("is the call with status and number for a call's progress, never for a step of a conversation", () => {
    const call = `CallSid=CA${"0".repeat(32)}&CallStatus=completed`;
    expect(idOf(`${call}&SequenceNumber=3`)).toBe(`CA${"0".repeat(32)}:completed:3`);
    expect(idOf(`${call}&Digits=1`)).not.toBe(idOf(`${call}&Digits=2`));
  });

  it("is not the message where the message or its status stands twice", () => {
    const other = `SM${"b2".repeat(16)}`;
    expect(idOf(`${STATUS}&MessageSid=${other}`)).not.toContain("SM");
    expect(idOf(`${STATUS}&MessageStatus=delivered`)).not.toContain("SM");
  });

  it("stays the same however the same signed fields are written", () => {
    const inbound = "Body=Hello+there&From=%2B1555";
    const spellings = ["From=%2B1555&Body=Hello%20there", "Body=Hello+there&%46rom=%2b1555", `${inbound}&From=%2B1555`];
    for (const spelling of spellings) expect(idOf(spelling, inbound)).toBe(idOf(inbound));
  });

  it("stays the same when the boundary between two fields is moved", () => {
    const inbound = "A=1&B=2";
    expect(idOf("A=1B2", inbound)).toBe(idOf(inbound));
    const moved = `MessageSid=${MESSAGE}MessageStatussent&To=%2B15550100`;
    expect(idOf(moved, STATUS)).not.toContain(MESSAGE);
  });
});

describe("address", () => {
  it("is the public base with the raw target, whatever the Host header says", () => {
    expect(verify({ body: STATUS, headers: { ...headersOf(STATUS), host: "evil.example" } })).toHaveProperty("eventId");
    const elsewhere = headersOf(STATUS, `https://evil.example${TARGET}`);
    expect(verify({ body: STATUS, headers: { ...elsewhere, host: "evil.example" } })).toEqual({
      fault: "signature_mismatch",
    });
  });

  it.each([
    "/webhooks/twilio",
    "/webhooks/twilio?tenant=8",
    "/webhooks/x/../twilio?tenant=7",
    "//webhooks/twilio?tenant=7",
  ])("is not %s", (target) => {
    expect(verify({ body: STATUS, target })).toEqual({ fault: "signature_mismatch" });
  });

  it("may stand behind a path that a proxy takes away, with or without a slash at its end", () => {
    for (const publicUrl of [`${BASE}/api`, `${BASE}/api/`]) {
      const behind = twilio({ authTokens: TOKEN, publicUrl });
      const headers = headersOf(STATUS, `${BASE}/api${TARGET}`);
      expect(behind.verify(deliveryOf({ headers, body: STATUS, target: TARGET }))).toHaveProperty("eventId");
    }
  });

  it("does not change when fields of the query change places", () => {
    const url = `${BASE}/hook?b=2&a=1`;
    const headers = signTwilio({ body: "", secret: TOKEN, url });
    expect(verify({ body: "", headers, target: "/hook?b=2&a=1" })).toHaveProperty("eventId");
    expect(verify({ body: "", headers, target: "/hook?a=1&b=2" })).toEqual({ fault: "signature_mismatch" });
  });

  it("refuses a target that names a host of its own", () => {
    expect(verify({ body: STATUS, target: `${BASE}${TARGET}` })).toEqual({ fault: "target_malformed" });
  });
});

describe("a form that only makes work", () => {
  it("is refused before it is signed", () => {
    const body = Array.from({ length: 1001 }, (_, index) => `f${index}=1`).join("&");
    expect(verify({ body })).toEqual({ fault: "body_malformed" });
    expect(verify({ body: Buffer.from([0x61, 0x3d, 0xff]) })).toEqual({ fault: "body_malformed" });
  });
});

describe("JSON", () => {
  const json = twilio({ authTokens: TOKEN, publicUrl: BASE, format: "json" });
  const body = '{"paid":true}';

  it("is refused where its digest is not in the signed URL", () => {
    const headers = signTwilio({ body: "", secret: TOKEN, url: BASE + TARGET });
    expect(json.verify(deliveryOf({ headers, body, target: TARGET }))).toEqual({ fault: "body_unsigned" });
  });

  it("is refused where the URL has a second digest for another body", () => {
    const url = `${twilioJsonUrl(BASE + TARGET, body)}&bodySHA256=00`;
    const headers = signTwilio({ body, secret: TOKEN, url });
    const target = url.slice(BASE.length);
    expect(json.verify(deliveryOf({ headers, body, target }))).toEqual({ fault: "body_digest_mismatch" });
  });
});
