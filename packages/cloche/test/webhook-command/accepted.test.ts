/** Every sample that `cloche webhook send` offers is accepted by a running API, through both adapters. */
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contract, createGate, handle, ok } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover, lidOptions } from "cloche/fastify";
import { memoryReplayStore, PARTNERS, type Partner } from "cloche/webhooks";
import express from "express";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { CommandIo } from "../../src/cli/command.js";
import { SAMPLES } from "../../src/cli/commands/webhook/trial.js";
import { WEBHOOK } from "../../src/cli/commands/webhook.js";
import { runCommandLine } from "../../src/cli/run.js";
import { selfSigned } from "../../src/layers/webhooks/certificates/self-signed.contract.js";

const PUBLIC = "https://orders.example.com";
const WHSEC = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const ADYEN_KEY = "44".repeat(32);
const DAY = 86_400_000;
const signed = selfSigned({ from: Date.now() - DAY, until: Date.now() + DAY });
const ed = generateKeyPairSync("ed25519");
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
const spki = { type: "spki", format: "pem" } as const;
const pkcs8 = { type: "pkcs8", format: "pem" } as const;
const certificates = () => signed.certificate;

interface Known {
  readonly partner: Partner;
  readonly secret: string;
}

const KNOWN: Readonly<Record<keyof typeof PARTNERS, Known>> = {
  adyen: { partner: PARTNERS.adyen({ secrets: ADYEN_KEY }), secret: ADYEN_KEY },
  "aws-sns": {
    partner: PARTNERS["aws-sns"]({ topicArns: ["arn:aws:sns:eu-central-1:123456789012:orders"], certificates }),
    secret: signed.privateKey,
  },
  clerk: shared(PARTNERS.clerk),
  discord: {
    partner: PARTNERS.discord({ publicKeys: ed.publicKey.export(spki).toString() }),
    secret: ed.privateKey.export(pkcs8).toString(),
  },
  github: shared(PARTNERS.github),
  "lemon-squeezy": shared(PARTNERS["lemon-squeezy"]),
  mailgun: { partner: PARTNERS.mailgun({ secrets: WHSEC, unsignedEvent: "accepted" }), secret: WHSEC },
  meta: shared(PARTNERS.meta),
  paddle: shared(PARTNERS.paddle),
  paypal: { partner: PARTNERS.paypal({ webhookId: "8PT597110X687430L", certificates }), secret: signed.privateKey },
  razorpay: shared(PARTNERS.razorpay),
  sendgrid: {
    partner: PARTNERS.sendgrid({ publicKeys: p256.publicKey.export(spki).toString() }),
    // As it would stand in a file of settings.
    secret: p256.privateKey.export(pkcs8).toString().replaceAll("\n", "\\n"),
  },
  shopify: shared(PARTNERS.shopify),
  slack: shared(PARTNERS.slack),
  square: {
    partner: PARTNERS.square({ secrets: WHSEC, notificationUrl: `${PUBLIC}/hooks/square` }),
    secret: WHSEC,
  },
  standard: shared(PARTNERS.standard),
  stripe: shared(PARTNERS.stripe),
  svix: shared(PARTNERS.svix),
  twilio: { partner: PARTNERS.twilio({ authTokens: WHSEC, publicUrl: PUBLIC }), secret: WHSEC },
  twitch: shared(PARTNERS.twitch),
  zoom: shared(PARTNERS.zoom),
};

function shared(make: (options: { secrets: string }) => Partner): Known {
  return { partner: make({ secrets: WHSEC }), secret: WHSEC };
}

interface Api {
  readonly port: number;
  close(): Promise<unknown>;
}

function hooks(worked: string[]) {
  const partners = Object.fromEntries(Object.entries(KNOWN).map(([name, { partner }]) => [name, partner]));
  const gate = createGate({ partners, replay: memoryReplayStore() });
  const handlers = Object.keys(KNOWN).map((name) => {
    const hook = contract({
      method: "POST",
      path: `/hooks/${name}`,
      from: name,
      body: z.unknown(),
      returns: { 200: z.object({ received: z.boolean() }) },
    });
    return handle(hook, () => {
      worked.push(name);
      return ok({ received: true });
    });
  });
  return { gate, handlers };
}

async function onFastify(worked: string[]): Promise<Api> {
  const { gate, handlers } = hooks(worked);
  const app = Fastify(lidOptions(gate));
  cover(app, gate).mount(handlers);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

async function onExpress(worked: string[]): Promise<Api> {
  const { gate, handlers } = hooks(worked);
  const app = express();
  coverExpress(app, gate).mount(handlers);
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

function run(words: readonly string[], environment: CommandIo["environment"] = {}) {
  const said: string[] = [];
  const tell = (line: string) => void said.push(line);
  const io: CommandIo = { folder, environment, out: tell, err: tell };
  return runCommandLine([WEBHOOK], ["webhook", ...words], io).then((code) => ({ code, said: said.join("\n") }));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "webhook-command-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the gate answers itself: the partner asks whether the endpoint is ours. */
const HANDSHAKES = ["url_verification", "PING", "endpoint.url_validation", "webhook_callback_verification"];

const trials = Object.entries(SAMPLES).flatMap(([name, samples]) =>
  Object.keys(samples).map((event) => [name, event] as const),
);

describe.each([
  ["Fastify", onFastify],
  ["Express", onExpress],
])("on %s", (_, start) => {
  const worked: string[] = [];
  let api: Api;
  beforeAll(async () => {
    api = await start(worked);
  });
  afterAll(() => api.close());

  const sendWith = (secret: string, name: string, event: string, ...more: string[]) => {
    const to = `http://127.0.0.1:${api.port}/hooks/${name}`;
    const options = ["--public-url", `${PUBLIC}/hooks/${name}`, "--webhook-id", "8PT597110X687430L"];
    return run(["send", name, event, "--to", to, ...options, ...more], { CLOCHE_WEBHOOK_SECRET: secret });
  };
  const secretOf = (name: string) => KNOWN[name as keyof typeof KNOWN].secret;

  it.each(trials)("%s %s is accepted, and each event worked anew", async (name, event) => {
    const before = worked.length;
    for (const time of [1, 2]) {
      const { code, said } = await sendWith(secretOf(name), name, event);
      expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/^200 after \d+ ms$/) });
      expect(worked).toHaveLength(before + (HANDSHAKES.includes(event) ? 0 : time));
    }
  });

  it("tells a refusal by its exit code and shows no secret", async () => {
    const { code, said } = await sendWith("whsec_wrong-secret", "stripe", "payment_intent.succeeded");
    expect(code).toBe(1);
    expect(said).toMatch(/^400 after \d+ ms\nRefused/);
    expect(said).not.toContain("wrong-secret");
  });

  it("sends a document of one's own", async () => {
    writeFileSync(join(folder, "event.json"), '{"id":"evt_own","type":"invoice.paid"}');
    const { code } = await sendWith(secretOf("stripe"), "stripe", "invoice.paid", "--data", "event.json");
    expect(code).toBe(0);
  });
});

describe("called wrongly", () => {
  const SECRET = { CLOCHE_WEBHOOK_SECRET: WHSEC };
  const TO = ["--to", "http://127.0.0.1:1/"];

  it.each([
    [[], "list"],
    [["list", "all"], "list"],
    [["send"], "one partner and one event"],
    [["send", "stripe", "a", "b", ...TO], "one partner and one event"],
    [["send", "stripe", "payment_intent.succeeded"], "--to URL"],
    [["send", "stripe", "payment_intent.succeeded", "--to"], "needs a value"],
    [["send", "stripe", "payment_intent.succeeded", "--to", "/hooks"], "not a URL"],
    [["send", "stripe", "payment_intent.succeeded", "--to", "http://example.com/"], "https:"],
    [["send", "stripe", "payment_intent.succeeded", "--to", "http://127.0.0.1.example.com/"], "https:"],
    [["send", "stripe", "payment_intent.succeeded", "--secret", "x", ...TO], "--secret is not known"],
    [["send", "stripe", "payment_intent.succeeded", "--secret-env", "UNSET", ...TO], "UNSET holds no secret"],
    [["send", "stripe", "payment_intent.succeeded", "--data", "absent.json", ...TO], "could not be read"],
    [["send", "stripe", "constructor", ...TO], "no sample"],
    [["send", "__proto__", "x", ...TO], "no partner"],
    [["send", "discord", "PING", ...TO], "Nothing could be signed"],
  ])("%j says what is missing", async (words, said) => {
    const outcome = await run(words, SECRET);
    expect(outcome.code).toBe(2);
    expect(outcome.said).toContain(said);
    expect(outcome.said).not.toContain(WHSEC);
  });

  it("says that nothing answers", async () => {
    const outcome = await run(["send", "stripe", "payment_intent.succeeded", ...TO], SECRET);
    expect(outcome).toMatchObject({ code: 1, said: expect.stringContaining("No answer") });
  });

  it("lists every partner that there is", async () => {
    const { code, said } = await run(["list"]);
    expect(code).toBe(0);
    expect(said.split("\n").map((line) => line.split(" ")[0])).toEqual(Object.keys(PARTNERS).sort());
  });
});
