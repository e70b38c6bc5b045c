/** DPoP (RFC 9449) from end to end: in every adapter, with proofs by another library, and one store for several servers. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serve as honoServe } from "@hono/node-server";
import { contract, createGate, fixedClock, handle, ok, problem, problems, signedIn } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverFastify, lidOptions } from "cloche/fastify";
import { cover as coverHono } from "cloche/hono";
import {
  bearer,
  dpop,
  dpopNonces,
  dpopProofs,
  keyRing,
  memoryProofStore,
  PROOF_TABLE_SQL,
  type ProofStore,
  postgresProofStore,
  redisProofStore,
  secretKey,
  tokenIssuer,
  tokenVerifier,
} from "cloche/jwt";
import { routes } from "cloche/next";
import { lid } from "cloche/node";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { type RealPostgres, realPostgres, realRedis } from "../../src/layers/jwt/real-servers.contract.js";

const PUBLIC = "https://api.dpop.test";
const NAMES = { issuer: "https://id.dpop.test", audience: "dpop" };
const HALF_A_LIFE = 150_000;

const whoAmI = contract({
  method: "GET",
  path: "/me",
  allow: signedIn(),
  returns: { 200: z.object({ id: z.string() }), 409: problems({ not_now: "Not now." }) },
});

const keys = keyRing([secretKey({ algorithm: "HS256", secret: randomBytes(32) })]);
const secret = randomBytes(32).toString("base64url");
const clock = fixedClock(Date.now());
const issuer = tokenIssuer({ ...NAMES, keys, lifetime: "1 hour", clock });

function gateOver(store: ProofStore) {
  const verifier = tokenVerifier({ issuers: [{ ...NAMES, algorithms: ["HS256"], keys }], clock });
  const nonces = dpopNonces({ secret, clock });
  const waits = { whenAway: "deny", timeoutMilliseconds: 10_000 } as const;
  const proofs = dpopProofs({ publicBaseUrl: PUBLIC, store, nonces, maxAge: "10 minutes", clock, ...waits });
  return createGate({ who: [dpop({ verifier, proofs }), bearer({ verifier })], clock });
}

const handlers = () => [
  handle(whoAmI, ({ caller }) => (caller.id === "busy" ? problem(409, "not_now") : ok({ id: caller.id }))),
];

type Ask = (headers: Record<string, string>) => Promise<Response>;
const askAt =
  (port: number): Ask =>
  (headers) =>
    fetch(`http://127.0.0.1:${port}/me`, { headers });

/** Each adapter's server over a store. */
const SERVERS: Readonly<Record<string, (store: ProofStore) => Promise<Ask>>> = {
  async express(store) {
    const app = express();
    coverExpress(app, gateOver(store)).mount(handlers());
    const server = app.listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    return askAt((server.address() as AddressInfo).port);
  },
  async fastify(store) {
    const gate = gateOver(store);
    const app = Fastify({ ...lidOptions(gate), forceCloseConnections: true });
    coverFastify(app, gate).mount(handlers());
    await app.listen({ port: 0, host: "127.0.0.1" });
    onTestFinished(() => app.close());
    return askAt((app.server.address() as AddressInfo).port);
  },
  async hono(store) {
    const app = new Hono();
    const { mount, seal } = coverHono(app, gateOver(store));
    mount(handlers());
    seal();
    const server = honoServe({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    onTestFinished(() => void server.close());
    await once(server, "listening");
    return askAt((server.address() as AddressInfo).port);
  },
  async next(store) {
    const { GET } = routes(gateOver(store), ...handlers());
    return async (headers) => {
      const answer = await GET?.(new Request("http://localhost:3000/me", { headers }), {
        params: Promise.resolve({}),
      });
      if (answer === undefined) throw new Error("no route");
      return answer;
    };
  },
  async node(store) {
    const { mount, listener } = lid(gateOver(store));
    mount(handlers());
    const server = createServer(listener).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    return askAt((server.address() as AddressInfo).port);
  },
};

/** A client that holds a key, as jose makes one. */
async function client(subject = "ana") {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = await exportJWK(publicKey);
  const jkt = await calculateJwkThumbprint(jwk);
  const token = issuer.issue({ subject, claims: { cnf: { jkt } } }).token;
  const ath = createHash("sha256").update(token).digest("base64url");
  const prove = async (nonce?: string) => {
    const claims = { jti: randomUUID(), htm: "GET", htu: `${PUBLIC}/me`, iat: Math.floor(clock.now() / 1000), ath };
    const dpop = await new SignJWT({ ...claims, ...(nonce === undefined ? {} : { nonce }) })
      .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk })
      .sign(privateKey);
    return { authorization: `DPoP ${token}`, dpop };
  };
  return { token, prove };
}

describe.each(Object.keys(SERVERS))("DPoP through %s", (name) => {
  const serve = (store: ProofStore = memoryProofStore({ clock })) => SERVERS[name]?.(store) as Promise<Ask>;

  it("asks for a nonce, takes the proof that carries it, once, and the token under no other scheme", async () => {
    const ask = await serve();
    const { token, prove } = await client();
    const bare = await ask({});
    expect(bare.status).toBe(401);
    expect(bare.headers.get("www-authenticate")).toContain('algs="ES256 ES384 EdDSA Ed25519"');
    const asked = await ask(await prove());
    expect(asked.status).toBe(401);
    expect(asked.headers.get("www-authenticate")).toContain('error="use_dpop_nonce"');
    const nonce = asked.headers.get("dpop-nonce") ?? "";
    const proof = await prove(nonce);
    const answer = await ask(proof);
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(await answer.json()).toEqual({ id: "ana" });
    expect((await ask(proof)).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it("hands out the next nonce with a success and with a handler's own problem, before the old one ends", async () => {
    const ask = await serve();
    const [ana, busy] = [await client(), await client("busy")];
    const nonce = (await ask(await ana.prove())).headers.get("dpop-nonce") ?? "";
    expect((await ask(await ana.prove(nonce))).headers.get("dpop-nonce")).toBeNull();
    clock.advance(2 * HALF_A_LIFE);
    const late = await ask(await ana.prove(nonce));
    const next = late.headers.get("dpop-nonce") ?? "";
    expect([late.status, next === nonce, next.length]).toEqual([200, false, 32]);
    const problematic = await ask(await busy.prove(nonce));
    expect([problematic.status, problematic.headers.get("dpop-nonce")]).toEqual([409, next]);
    expect((await ask(await ana.prove(next))).status).toBe(200);
  });
});

describe("two servers that share a store of proofs", () => {
  const nonces = dpopNonces({ secret, clock });
  const STORES: Readonly<Record<string, () => Promise<() => ProofStore>>> = {
    memory: async () => {
      const store = memoryProofStore({ clock });
      return () => store;
    },
    redis: async () => {
      const redis = await realRedis();
      onTestFinished(() => redis.stop());
      return () => redisProofStore(redis.client);
    },
    postgresql: async () => {
      const postgres: RealPostgres = await realPostgres(PROOF_TABLE_SQL);
      onTestFinished(() => postgres.stop());
      return () => postgresProofStore(postgres.query);
    },
  };

  it.each(Object.keys(STORES))("take one proof once between them: %s", { timeout: 120_000 }, async (kind) => {
    const make = (await STORES[kind]?.()) as () => ProofStore;
    const asks = (await Promise.all(Object.values(SERVERS).map((serve) => serve(make())))) as Ask[];
    const { prove } = await client();
    const proof = await prove(nonces.current());
    const answers = await Promise.all([...asks, ...asks].map((ask) => ask(proof)));
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 401)).toBe(true);
  });
});
