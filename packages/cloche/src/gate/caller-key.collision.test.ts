/** Two issuers may give out one `sub`; neither of the two people may spend the other's limit or read their answers. */
import { describe, expect, it } from "vitest";
import type { Caller, CallerSource } from "../kernel/index.js";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "../layers/jwt/index.js";
import { accessLists, memoryLimitStore } from "../layers/rate-limit/index.js";
import { role } from "./allow.js";
import { callerKeys, qualifiedId } from "./caller-key.js";
import { contract } from "./contract.js";
import type { Facts } from "./facts.js";
import { createGate } from "./gate.js";
import { memoryIdempotencyStore } from "./idempotency.js";
import { nothing } from "./returns.js";

const ISSUERS = ["https://one.test", "https://two.test"] as const;
const keys = keyRing([secretKey({ algorithm: "HS256", secret: "c4ller-k3y-Zq81-pL0v-Tg77-mN4b-Rr55" })]);
const rule = (issuer: string) => ({ issuer, audience: "a", algorithms: ["HS256"] as const, keys });
const token = (issuer: string, subject = "7") =>
  tokenIssuer({ issuer, audience: "a", keys, lifetime: "1 hour" }).issue({ subject, claims: { role: "guest" } }).token;

const order = contract({
  method: "POST",
  path: "/orders",
  allow: role("guest"),
  limit: "1 per hour by caller",
  idempotent: true,
  returns: { 204: nothing() },
});

function facts(credential: string, key: string): Facts {
  const headers: Record<string, string> = { authorization: `Bearer ${credential}`, "idempotency-key": key };
  return {
    method: "POST",
    target: "/orders",
    address: "192.0.2.1",
    secure: true,
    header: (name: string) => headers[name],
    headerCount: (name: string) => (headers[name] === undefined ? 0 : 1),
    params: {},
    requestId: "r",
    startedAt: Date.now(),
    earlierBody: () => undefined,
    readBody: async () => new Uint8Array(),
  } as unknown as Facts;
}

describe("callers of two issuers with one id", () => {
  const who = [bearer({ verifier: tokenVerifier({ issuers: ISSUERS.map(rule) }) })];
  const gateWith = (more: object = {}) =>
    createGate({ who, limits: { store: memoryLimitStore(), ...more }, idempotency: memoryIdempotencyStore() });

  it("are counted and remembered apart", async () => {
    const route = gateWith().route(order);
    let runs = 0;
    const ask = (issuer: string, key: string) =>
      route.serve(facts(token(issuer), key), () => {
        runs += 1;
        return { status: 204, body: undefined };
      });
    expect((await ask(ISSUERS[0], "the-same-key-0001")).status).toBe(204);
    expect((await ask(ISSUERS[0], "another-key-00001")).status).toBe(429);
    expect((await ask(ISSUERS[1], "the-same-key-0001")).status).toBe(204);
    expect(runs).toBe(2);
  });

  it("are exempt each for themselves, and denied both by the bare id", async () => {
    const exempt = accessLists({ exempt: { callers: [qualifiedId(ISSUERS[0], "7")] } });
    const route = gateWith({ lists: exempt }).route(order);
    const statuses = async (asked: typeof route, issuer: string) => {
      const answers = [];
      for (const key of ["a", "b"]) {
        const answer = await asked.serve(facts(token(issuer), `idempotency-key-${key}-${issuer.slice(-8)}`), () => ({
          status: 204,
        }));
        answers.push(answer.status);
      }
      return answers;
    };
    expect(await statuses(route, ISSUERS[0])).toEqual([204, 204]);
    expect(await statuses(route, ISSUERS[1])).toEqual([204, 429]);
    const denied = gateWith({ lists: accessLists({ denied: { callers: ["7"] } }) }).route(order);
    expect(await statuses(denied, ISSUERS[1])).toEqual([403, 403]);
  });

  it("cannot spell each other's key, and go by the bare id where one issuer is believed", () => {
    const caller = (iss: string, id: string): Caller => ({ id, roles: [], scopes: [], via: "b", claims: { iss } });
    const source = (issuers: readonly string[]) => ({ issuers }) as unknown as CallerSource;
    const several = callerKeys([source(["a"]), source(["b", "a"])]);
    expect(several(caller("a b", "c"))).not.toBe(several(caller("a", "b c")));
    const single = callerKeys([source(["a"]), source(["a"]), { name: "api-key" } as CallerSource]);
    expect(single(caller("a", "c"))).toBe("c");
  });
});
