/** Prepares the requests of one kind and drives a server with them through wrk. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { HOST } from "../peers/workload.mjs";
import { EVENT_BODY, ORDER_BODY, postOrder, stripeSignature, userTokens } from "./client.mjs";
import { ROOT } from "./server.mjs";

const run = promisify(execFile);
const WORK = join(ROOT, ".work");

/** How many connections wrk holds open. */
export const CONNECTIONS = 32;

/** Writes the requests of a kind (`order`, `read` or `webhook`) for the server at a port; returns the file's path. */
export async function prepare(kind, port) {
  mkdirSync(WORK, { recursive: true });
  const file = join(WORK, `requests-${port}.bin`);
  const requests = await requestsFor(kind, port);
  writeFileSync(file, requests.map((text) => `${Buffer.byteLength(text)}\n${text}`).join(""));
  return file;
}

async function requestsFor(kind, port) {
  if (kind === "webhook") {
    const headers = [`Stripe-Signature: ${stripeSignature()}`];
    return [rawRequest(`POST /webhooks/stripe`, { port, headers, body: EVENT_BODY })];
  }
  const requests = [];
  for (const token of userTokens()) {
    const headers = [`Authorization: Bearer ${token}`];
    if (kind === "order") requests.push(rawRequest("POST /api/orders", { port, headers, body: ORDER_BODY }));
    else {
      const { id } = JSON.parse((await postOrder(port, token)).text);
      requests.push(rawRequest(`GET /api/orders/${id}`, { port, headers }));
    }
  }
  return requests;
}

function rawRequest(start, { port, headers, body = "" }) {
  const lines = [`${start} HTTP/1.1`, `Host: ${HOST}:${port}`, ...headers];
  if (body !== "") lines.push("Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

/**
 * Runs wrk on core 1 and returns its figures.
 *
 * @param options `thinkMs` is the mean pause of a connection between an answer and its next request.
 * @throws Error for any refused or broken request
 */
export async function drive(port, { file, seconds, thinkMs = 0 }) {
  const wrk = ["wrk", "-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "--timeout", "20s", "--latency"];
  const script = ["-s", "measure/load.lua", `http://${HOST}:${port}`, "--", file];
  const pause = thinkMs > 0 ? [String(thinkMs)] : [];
  const { stdout } = await run("taskset", ["-c", "1", ...wrk, ...script, ...pause], { cwd: ROOT });
  const result = JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1]);
  if (result.badStatus > 0 || result.broken > 0) throw new Error(`load failed: ${JSON.stringify(result)}`);
  return result;
}
