/** What a peer must do before its time means anything. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MAX_INSTRUCTIONS } from "../peers/workload.mjs";
import {
  call,
  EVENT_BODY,
  getOrder,
  mintToken,
  ORDER_BODY,
  postOrder,
  postWebhook,
  stripeSignature,
  userId,
} from "./client.mjs";
import { startPeer } from "./server.mjs";

const SECURITY_HEADERS = [
  "content-security-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "origin-agent-cluster",
  "referrer-policy",
  "strict-transport-security",
  "x-content-type-options",
  "x-dns-prefetch-control",
  "x-download-options",
  "x-frame-options",
  "x-permitted-cross-domain-policies",
  "x-xss-protection",
];
/** Lines are written once their answers are out. */
const WRITTEN_MS = 100;
const LEFT = /^((x-)?ratelimit-remaining|ratelimit)$/;

const order = JSON.parse(ORDER_BODY);

/** Starts a peer, asks it everything, and lists what it got wrong. */
export async function failuresOf(peer) {
  const failures = [];
  const expect = (what, holds, seen) => {
    if (!holds) failures.push(seen === undefined ? what : `${what} (saw ${seen})`);
  };
  const folder = mkdtempSync(join(tmpdir(), "bench-log-"));
  const log = join(folder, "requests.log");
  const server = await startPeer(peer, { log });
  try {
    const asked = { expect, port: server.port, token: mintToken() };
    const given = await checkAnswers(asked);
    if (peer.security !== "none") await checkSecurity(asked, given);
    if (peer.security === "observed") await checkObserved(asked, log);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
  return failures;
}

async function checkAnswers({ expect, port, token }) {
  const created = await postOrder(port, token);
  expect("order created", created.status === 201, created.status);
  const stored = JSON.parse(created.text);
  expect("order echoes the item", stored.itemId === order.itemId && stored.quantity === order.quantity);
  const read = await getOrder(port, token, stored.id);
  expect("order read back", read.status === 200 && JSON.parse(read.text).id === stored.id, read.status);
  const hook = await postWebhook(port, stripeSignature());
  expect("webhook accepted", hook.status === 200 && JSON.parse(hook.text).received === true, hook.status);
  const size = Buffer.byteLength(EVENT_BODY);
  expect("event is about 1.5 KB", Math.abs(size - 1536) < 150, size);
  return { created, read, hook, stored };
}

async function checkSecurity(asked, { created, read, hook, stored }) {
  const { expect } = asked;
  expect("script made inert", !/<script/i.test(stored.instructions), stored.instructions);
  expect("order belongs to the caller", stored.userId === userId(0), stored.userId);
  for (const { headers } of [created, read, hook]) {
    for (const name of SECURITY_HEADERS) expect(`header ${name}`, name in headers);
    expect("no x-powered-by", !("x-powered-by" in headers));
  }
  for (const { headers } of [created, read]) {
    expect(
      "rate-limit headers",
      Object.keys(headers).some((name) => LEFT.test(name)),
    );
  }
  await checkTokens(asked);
  await checkOwners(asked, stored.id);
  await checkBodies(asked);
  await checkSignatures(asked);
}

async function checkTokens({ expect, port, token }) {
  const now = Math.floor(Date.now() / 1000);
  const bad = {
    "no token": undefined,
    "garbage token": "abc.def.ghi",
    "other secret": mintToken({}, "some-other-secret-some-other-secret-1234"),
    "expired token": mintToken({ exp: now - 30 }),
    "other issuer": mintToken({ iss: "https://evil.test" }),
    "other audience": mintToken({ aud: "other-api" }),
    "altered payload": swapOneCharacter(token, token.indexOf(".") + 12),
    "altered signature": swapOneCharacter(token, token.length - 10),
    "cut signature": token.slice(0, -4),
    "alg none": mintToken({}, "x", { alg: "none", typ: "JWT" }).replace(/[^.]*$/, ""),
  };
  for (const [what, given] of Object.entries(bad)) {
    const { status } = await postOrder(port, given);
    expect(`${what} refused with 401`, status === 401, status);
  }
}

function swapOneCharacter(token, at) {
  return token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
}

async function checkOwners({ expect, port }, id) {
  const courier = await postOrder(port, mintToken({ role: "courier" }));
  expect("wrong role refused with 403", courier.status === 403, courier.status);
  const stranger = await getOrder(port, mintToken({ sub: userId(1) }), id);
  expect("another user's order hidden", stranger.status === 404, stranger.status);
  const admin = await getOrder(port, mintToken({ sub: userId(2), role: "admin" }), id);
  expect("administrator may read", admin.status === 200, admin.status);
}

async function checkBodies({ expect, port, token }) {
  const bad = {
    "bad uuid": JSON.stringify({ ...order, itemId: "nope" }),
    "zero quantity": JSON.stringify({ ...order, quantity: 0 }),
    "fractional quantity": JSON.stringify({ ...order, quantity: 1.5 }),
    "text quantity": JSON.stringify({ ...order, quantity: "2" }),
    "long instructions": JSON.stringify({ ...order, instructions: "x".repeat(MAX_INSTRUCTIONS + 1) }),
    "array body": "[]",
    "broken JSON": '{"itemId":',
  };
  for (const [what, body] of Object.entries(bad)) {
    const { status } = await postOrder(port, token, body);
    expect(`${what} refused with 4xx`, status === 400 || status === 422, status);
  }
  const short = await postOrder(port, token, JSON.stringify({ itemId: order.itemId, quantity: 1 }));
  expect("instructions optional", short.status === 201, short.status);
}

async function checkSignatures({ expect, port }) {
  const bad = {
    "no signature": [undefined],
    "other secret": [stripeSignature(EVENT_BODY, { secret: "whsec_other" })],
    "old timestamp": [stripeSignature(EVENT_BODY, { ageS: 3600 })],
    "altered body": [stripeSignature(), EVENT_BODY.replace("4599", "1")],
  };
  for (const [what, [signature, body]] of Object.entries(bad)) {
    const { status } = await postWebhook(port, signature, body);
    expect(`webhook ${what} refused with 400`, status === 400, status);
  }
}

/** One line for every request so far, and the counters to match. */
async function checkObserved({ expect, port, token }, log) {
  const linesOf = () => readFileSync(log, "utf8").trimEnd().split("\n").map(JSON.parse);
  const requests = () => linesOf().filter(({ message }) => message === "request").length;
  await sleep(WRITTEN_MS);
  const before = requests();
  await postOrder(port, token);
  await sleep(WRITTEN_MS);
  const last = linesOf().at(-1);
  expect("one line for a request", requests() === before + 1, requests() - before);
  expect("the line tells the route", last.route === "POST /api/orders" && last.status === 201, last.route);
  expect("the line tells the caller", last.callerId === userId(0), last.callerId);
  expect("no token in the log", !readFileSync(log, "utf8").includes(token));
  const { text } = await call(port, "GET", "/metrics");
  const counted = /^cloche_requests_total\{method="POST",route="POST \/api\/orders",status="201"\} (\d+)$/m.exec(text);
  const written = linesOf().filter(({ route, status }) => route === "POST /api/orders" && status === 201).length;
  expect("metrics count what the log tells", Number(counted?.[1]) === written, counted?.[1]);
}
