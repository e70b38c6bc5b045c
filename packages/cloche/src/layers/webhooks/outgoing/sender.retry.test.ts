/** A message that did not arrive is tried again with patience; one that is not wanted is not. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedClock } from "../../../kernel/index.js";
import { deliveryOf, nextStep, type SendOutcome, standardWebhooks, webhookSender } from "../index.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const [current = "", previous = ""] = [1, 2].map((fill) => `whsec_${Buffer.alloc(32, fill).toString("base64")}`);
const policy = { dangerouslyAllowLoopback: true };
const body = JSON.stringify({ type: "order.delivered", data: { text: "caf\u00e9" } });

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Received[] = [];

/** Answers `/STATUS`, `/STATUS/RETRY-AFTER`, `/STATUS/silent` or `/STATUS/endless`. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
  const [, status = "200", how] = (request.url ?? "").split("/");
  if (how === "silent") return;
  response.writeHead(Number(status), how === undefined ? {} : { "retry-after": how });
  if (how === "endless") while (!response.destroyed && response.write("x".repeat(65_536))) await Promise.resolve();
  else response.end("what stands inside is nobody's business");
}

describe("one attempt", () => {
  let server: Server;
  let url = "";
  beforeAll(async () => {
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const sender = webhookSender({
    secrets: [current, previous],
    policy,
    timeoutMilliseconds: 500,
    clock: fixedClock(NOW),
  });
  const send = (path: string) => sender.send({ url: url + path, id: "msg_1", body });

  it("carries a signature of every current secret over the bytes that arrive", async () => {
    expect(await send("/200")).toEqual({ outcome: "delivered", reason: "answered", status: 200 });
    const last = received.at(-1);
    for (const secrets of [current, previous]) {
      const headers = Object.fromEntries(
        Object.entries(last?.headers ?? {}).map(([name, value]) => [name, String(value)]),
      );
      const verdict = standardWebhooks({ secrets }).verify(deliveryOf({ headers, body: last?.body ?? "", now: NOW }));
      expect(verdict).toMatchObject({ eventId: "msg_1", signedAt: NOW });
    }
    expect(last?.headers["content-type"]).toBe("application/json");
  });

  it("stops using a secret on its day", async () => {
    const ending = { label: "old", secret: previous, expiresAt: new Date(NOW) };
    const later = webhookSender({ secrets: [current, ending], policy, clock: fixedClock(NOW) });
    await later.send({ url: `${url}/200`, id: "msg_2", body });
    expect(String(received.at(-1)?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
  });

  it.each([
    ["/204", { outcome: "delivered", reason: "answered", status: 204 }],
    ["/410", { outcome: "disabled", reason: "answered", status: 410 }],
    ["/404", { outcome: "failed", reason: "answered", status: 404 }],
    ["/500", { outcome: "failed", reason: "answered", status: 500 }],
    ["/429/120", { outcome: "failed", reason: "answered", status: 429, retryAfterSeconds: 120 }],
    ["/200/silent", { outcome: "failed", reason: "timed_out" }],
    ["/200/endless", { outcome: "delivered", reason: "answered", status: 200 }],
  ])("%s", async (path, outcome) => {
    expect(await send(path)).toEqual(outcome);
  });

  it("tells what cannot be reached or resolved as a failure to try again", async () => {
    expect(await sender.send({ url: "http://127.0.0.1:1/", id: "a", body })).toEqual({
      outcome: "failed",
      reason: "connection_failed",
    });
    const nowhere = (resolve: () => Promise<string[]>) =>
      webhookSender({ secrets: current, timeoutMilliseconds: 200, resolve }).send({
        url: "https://hook.example/",
        id: "a",
        body,
      });
    expect(await nowhere(() => Promise.reject(new Error("away")))).toEqual({
      outcome: "failed",
      reason: "host_unresolved",
    });
    expect(await nowhere(async () => [])).toEqual({ outcome: "failed", reason: "host_unresolved" });
    expect(await nowhere(() => new Promise(() => {}))).toEqual({ outcome: "failed", reason: "timed_out" });
  });

  it.each(["", "a.b", "a b", "x".repeat(300), "a\r\nb"])("refuses the id %.10j", async (id) => {
    await expect(sender.send({ url, id, body })).rejects.toThrow(TypeError);
  });
});

describe("a subscriber with the package of Standard Webhooks", () => {
  it("accepts what is sent, with either secret of a rotation", async () => {
    const got: Received[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        got.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await webhookSender({ secrets: [current, previous], policy }).send({ url, id: "msg_1", body });
    server.close();
    for (const secret of [current, previous]) {
      const headers = Object.fromEntries(
        Object.entries(got[0]?.headers ?? {}).map(([name, value]) => [name, String(value)]),
      );
      expect(new Webhook(secret).verify(got[0]?.body ?? "", headers)).toEqual(JSON.parse(body));
    }
  });
});

describe("the next step", () => {
  const failed: SendOutcome = { outcome: "failed", reason: "timed_out" };

  it("grows over about three days and then gives up", () => {
    const pauses: number[] = [];
    for (let attempt = 1; ; attempt += 1) {
      const next = nextStep(attempt, failed, 0.5);
      if (next.step !== "retry") break;
      pauses.push(next.afterSeconds);
    }
    expect(pauses[0]).toBe(5);
    expect([...pauses].sort((one, other) => one - other)).toEqual(pauses);
    expect(pauses.reduce((sum, pause) => sum + pause) / 86_400).toBeGreaterThan(3);
    expect(nextStep(pauses.length + 1, failed, 0.5)).toEqual({ step: "give_up" });
  });

  it("leaves a quarter to chance and heeds what the endpoint asked for", () => {
    expect(nextStep(1, failed, 0)).toEqual({ step: "retry", afterSeconds: 3.75 });
    expect(nextStep(1, { ...failed, retryAfterSeconds: 600 }, 0)).toEqual({ step: "retry", afterSeconds: 600 });
    expect(nextStep(1, { ...failed, retryAfterSeconds: 10 ** 9 }, 0)).toEqual({ step: "retry", afterSeconds: 86_400 });
  });

  it("ends where there is nothing to gain", () => {
    expect(nextStep(1, { outcome: "delivered", reason: "answered" }, 0)).toEqual({ step: "done" });
    expect(nextStep(1, { outcome: "disabled", reason: "answered" }, 0)).toEqual({ step: "disable" });
    expect(nextStep(1, { outcome: "refused", reason: "port_refused" }, 0)).toEqual({ step: "give_up" });
  });
});

describe("at start", () => {
  const ended = { label: "old", secret: current, expiresAt: new Date(0) };

  it.each([
    () => webhookSender({ secrets: [] }),
    () => webhookSender({ secrets: "short" }),
    () => webhookSender({ secrets: [ended] }),
    () => webhookSender({ secrets: current, policy: { ports: [0] } }),
    () => webhookSender({ secrets: current, policy: { allowLoopback: true } as never }),
    () => webhookSender({ secrets: current, timeoutMilliseconds: 0 }),
  ])("refuses what cannot be used (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ name: "ConfigError" }));
  });
});
