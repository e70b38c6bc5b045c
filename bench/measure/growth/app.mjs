/** A small app to grow: contracts, policies and bodies of any number and size, asked without a network. */
import { contract, created, createGate, handle, role } from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import { bearer, secretKey, tokenVerifier } from "cloche/jwt";
import { jsonSink, observer } from "cloche/observe";
import { memoryLimitStore } from "cloche/rate-limit";
import { plainText } from "cloche/sanitize";
import Fastify from "fastify";
import { z } from "zod";
import { JWT_AUDIENCE, JWT_ISSUER, JWT_SECRET } from "../../peers/workload.mjs";
import { mintToken } from "../client.mjs";
import { Wire } from "../instructions/wire.mjs";

const Line = z.object({ dish: plainText(80), quantity: z.int().min(1) });
const MAX_LINES = 1_000;

export const verifierOf = (options = {}) => {
  const key = secretKey({ algorithm: "HS256", secret: JWT_SECRET });
  const issuer = { issuer: JWT_ISSUER, audience: JWT_AUDIENCE, algorithms: ["HS256"], keys: key, type: "JWT" };
  return tokenVerifier({ issuers: [issuer], ...options });
};

/** One contract as an app writes it, with schemas of its own. */
function orderContract(number, limit) {
  return contract({
    method: "POST",
    path: `/api/kitchens/${number}/orders`,
    allow: role("customer"),
    body: z.object({ lines: z.array(Line).max(MAX_LINES), note: plainText(280).optional() }),
    maxBodyBytes: 2 ** 20,
    limit,
    returns: { 201: z.object({ kitchen: z.int(), lines: z.int() }) },
  });
}

/** An app with that many contracts, ready to be asked. */
export async function appWith({ contracts = 1, limit = "1000000 per 15 minutes by caller" }) {
  const gate = createGate({
    who: [bearer({ verifier: verifierOf() })],
    limits: { store: memoryLimitStore() },
    observe: observer({ logger: jsonSink({ write: () => {} }) }),
  });
  const app = Fastify(lidOptions(gate));
  const handlers = Array.from({ length: contracts }, (_, number) =>
    handle(orderContract(number, limit), ({ body }) => created({ kitchen: number, lines: body.lines.length })),
  );
  cover(app, gate).mount(handlers);
  await app.ready();
  return app;
}

const token = mintToken();

/** A function that asks the app's kitchen `number` with that many lines, and how many bytes its body has. */
export function asker(app, { number = 0, lines = 1 } = {}) {
  const body = JSON.stringify({ lines: Array.from({ length: lines }, () => ({ dish: "bacalhau", quantity: 1 })) });
  const wire = new Wire(app.server);
  const request = Buffer.from(
    `POST /api/kitchens/${number}/orders HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return { ask: () => wire.ask(request, 201), bytes: Buffer.byteLength(body) };
}
