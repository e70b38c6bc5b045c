/** Verifying the signatures of further partners over an event of 1.5 KB, beside each partner's own package. */
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { verify as octokitVerify } from "@octokit/webhooks-methods";
import { deliveryOf, github, razorpay, SIGNERS, standardWebhooks, twilio } from "cloche/webhooks";
import Razorpay from "razorpay";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import twilioSdk from "twilio";
import { EVENT_BODY } from "../client.mjs";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const URL_OF_US = "https://orders.example.com/hooks";
const FORM = "MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=delivered&To=%2B4930123456";
const bytes = Buffer.from(EVENT_BODY);
const textKey = createSecretKey(Buffer.from(SECRET));
const byteKey = createSecretKey(Buffer.alloc(32, 7));

/** The head is read by name alone, as the gate's is; the signature is made anew every minute. */
function setting(partner, name, body = EVENT_BODY) {
  const sign = () => SIGNERS[name]({ body, secret: SECRET, url: URL_OF_US });
  const made = { headers: sign(), body: Buffer.from(body) };
  setInterval(() => Object.assign(made, { headers: sign() }), 60_000).unref();
  const { head: plain } = deliveryOf({ headers: {}, body, target: "/hooks" });
  const { method, target, address, secure } = plain;
  const header = (wanted) => made.headers[wanted];
  const head = { method, target, address, secure, header, headerCount: () => 1 };
  const verify = () => {
    const verification = partner.verify({ head, bytes: made.body, now: Date.now() });
    if (!("eventId" in verification)) throw new Error(verification.fault);
    return verification;
  };
  return { made, verify };
}

const TOLERANCE_S = 300;
const inTime = (time) => Math.abs(Date.now() / 1000 - Number(time)) <= TOLERANCE_S;

function same(expected, text, encoding) {
  const actual = Buffer.from(text, encoding);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

const ofStandard = setting(standardWebhooks({ secrets: SECRET }), "standard");
const ofGithub = setting(github({ secrets: SECRET }), "github");
const ofRazorpay = setting(razorpay({ secrets: SECRET }), "razorpay");
const ofTwilio = setting(twilio({ authTokens: SECRET, publicUrl: "https://orders.example.com" }), "twilio", FORM);
const standardSdk = new StandardWebhook(SECRET);
const svixSdk = new SvixWebhook(SECRET);

// By hand is what a careful application needs of each scheme: all signatures of the list, the time to both sides, the
// form parsed out of the bytes, and what identifies the delivery against replay.
function standardByHand() {
  const { headers } = ofStandard.made;
  const time = headers["webhook-timestamp"];
  const mac = createHmac("sha256", byteKey).update(`${headers["webhook-id"]}.${time}.`).update(bytes).digest();
  const list = headers["webhook-signature"].split(" ");
  return list.some((one) => one.startsWith("v1,") && same(mac, one.slice(3), "base64")) && inTime(time);
}
function hexByHand({ headers }, name, prefix = "") {
  const text = headers[name];
  if (!text.startsWith(prefix)) return false;
  return same(createHmac("sha256", textKey).update(bytes).digest(), text.slice(prefix.length), "hex");
}
function twilioByHand() {
  const params = new URLSearchParams(ofTwilio.made.body.toString());
  const fields = [...params].sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = URL_OF_US + fields.flat().join("");
  const mac = createHmac("sha1", textKey).update(signed).digest();
  const holds = same(mac, ofTwilio.made.headers["x-twilio-signature"], "base64");
  return holds && `${params.get("MessageSid")}:${params.get("MessageStatus")}`;
}
const parsed = () => JSON.parse(bytes.toString());

export const GROUPS = {
  "webhooks: Standard Webhooks": [
    { name: "HMAC by hand, then JSON.parse", run: () => standardByHand() && parsed() },
    {
      name: "cloche/webhooks verify, then JSON.parse",
      run: () => ofStandard.verify() && parsed(),
      atMost: [1.2, "HMAC by hand, then JSON.parse"],
    },
    { name: "standardwebhooks (parses too)", run: () => standardSdk.verify(EVENT_BODY, ofStandard.made.headers) },
    { name: "svix (parses too)", run: () => svixSdk.verify(EVENT_BODY, ofStandard.made.headers) },
  ],
  "webhooks: GitHub": [
    { name: "HMAC by hand", run: () => hexByHand(ofGithub.made, "x-hub-signature-256", "sha256=") },
    { name: "cloche/webhooks verify", run: ofGithub.verify, atMost: [1.2, "HMAC by hand"] },
    {
      name: "@octokit/webhooks-methods",
      run: () => octokitVerify(SECRET, EVENT_BODY, ofGithub.made.headers["x-hub-signature-256"]),
    },
  ],
  "webhooks: Razorpay": [
    { name: "HMAC by hand", run: () => hexByHand(ofRazorpay.made, "x-razorpay-signature") },
    { name: "cloche/webhooks verify", run: ofRazorpay.verify, atMost: [1.2, "HMAC by hand"] },
    {
      name: "razorpay validateWebhookSignature",
      run: () => Razorpay.validateWebhookSignature(EVENT_BODY, ofRazorpay.made.headers["x-razorpay-signature"], SECRET),
    },
  ],
  "webhooks: Twilio": [
    { name: "HMAC by hand, with the form parsed", run: twilioByHand },
    {
      name: "cloche/webhooks verify",
      run: ofTwilio.verify,
      atMost: [1.2, "HMAC by hand, with the form parsed"],
    },
    {
      name: "twilio validateRequest, with the form parsed",
      run: () =>
        twilioSdk.validateRequest(
          SECRET,
          ofTwilio.made.headers["x-twilio-signature"],
          URL_OF_US,
          Object.fromEntries(new URLSearchParams(ofTwilio.made.body.toString())),
        ),
    },
  ],
};
