/** A token that was revoked must not be accepted again, remembered or not, store or no store. */
import { randomBytes } from "node:crypto";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, fixedClock, isRefusal, type RequestHead, type SecurityEvent } from "../../../kernel/index.js";
import {
  bearer,
  keyRing,
  memoryRevocationStore,
  type RevocationStore,
  type RevocationsOptions,
  redisRevocationStore,
  revocations,
  secretKey,
  tokenIssuer,
  tokenVerifier,
} from "../index.js";
import { type RealRedis, realRedis } from "../real-servers.contract.js";

const names = { issuer: "https://id.example", audience: "a" };
const ring = keyRing([secretKey({ algorithm: "HS256", secret: randomBytes(32) })]);
const start = Date.UTC(2026, 5, 1);

/** A store that other processes write to, which can be cut off, slowed down and counted. */
function sharedStore(inner = memoryRevocationStore()) {
  const state = { away: false, reads: 0, before: undefined as (() => Promise<void>) | undefined };
  const store: RevocationStore = {
    async read(keys, now) {
      state.reads += 1;
      if (state.away) throw new Error("connection refused");
      const answer = inner.read(keys, now);
      await state.before?.();
      return answer;
    },
    async put(mark, now) {
      if (state.away) throw new Error("connection refused");
      inner.put(mark, now);
    },
  };
  return { store, state };
}

function setUp(options: Partial<RevocationsOptions> = {}, cacheEntries?: number) {
  const clock = fixedClock(start);
  const events: SecurityEvent[] = [];
  const emit = (event: SecurityEvent) => events.push(event);
  const revoked = revocations({ store: memoryRevocationStore(), whenAway: "deny", clock, emit, ...options });
  const verifier = tokenVerifier({
    issuers: [{ ...names, algorithms: ["HS256"], keys: ring }],
    revocations: revoked,
    clock,
    clockSkew: 0,
    ...(cacheEntries === undefined ? {} : { cacheEntries }),
  });
  const issuer = tokenIssuer({ ...names, keys: ring, lifetime: "15 minutes", clock });
  const issue = (subject = "u1", sid?: string) => issuer.issue({ subject, claims: sid === undefined ? {} : { sid } });
  const fault = async (token: string) => (await verifier.check(token)).fault;
  return { clock, events, revoked, verifier, issue, fault };
}

describe.each([
  ["remembered tokens", undefined],
  ["tokens that are not remembered", 0],
])("of %s", (_, cacheEntries) => {
  it("one is refused at once, and no other of the same user", async () => {
    const { revoked, issue, fault } = setUp({}, cacheEntries);
    const [one, other] = [issue(), issue()];
    expect([await fault(one.token), await fault(other.token)]).toEqual([undefined, undefined]);
    await revoked.revokeToken({ ...names, tokenId: one.tokenId, expiresAt: one.expiresAt });
    expect([await fault(one.token), await fault(other.token)]).toEqual(["token_revoked", undefined]);
  });

  it("all of a session are refused, those issued later included", async () => {
    const { clock, revoked, issue, fault } = setUp({}, cacheEntries);
    const [mine, others] = [issue("u1", "s1"), issue("u1", "s2")];
    await fault(mine.token);
    await revoked.revokeSession({ ...names, sessionId: "s1" });
    clock.advance(60_000);
    expect(await fault(mine.token)).toBe("token_revoked");
    expect(await fault(issue("u1", "s1").token)).toBe("token_revoked");
    expect(await fault(others.token)).toBeUndefined();
  });

  it("all of a user up to the cut-off are refused, and none issued after it", async () => {
    const { clock, revoked, issue, fault } = setUp({}, cacheEntries);
    const [before, others] = [issue(), issue("u2")];
    await fault(before.token);
    clock.advance(10_500);
    await revoked.revokeSubject({ ...names, subject: "u1" });
    const sameSecond = issue();
    clock.advance(500);
    const after = issue();
    expect(await fault(before.token)).toBe("token_revoked");
    expect(await fault(sameSecond.token)).toBe("token_revoked");
    expect(await fault(after.token)).toBeUndefined();
    await revoked.revokeSubject({ ...names, subject: "u1", notBefore: clock.now() });
    expect(await fault(after.token)).toBeUndefined();
    expect(await fault(others.token)).toBeUndefined();
  });

  it("those of another issuer with the same user are left alone", async () => {
    const { revoked, issue, fault } = setUp({}, cacheEntries);
    await revoked.revokeSubject({ issuer: "https://other.example", subject: "u1", notBefore: start + 60_000 });
    expect(await fault(issue().token)).toBeUndefined();
  });
});

describe("a token", () => {
  it("that no revocation could ever name is refused", async () => {
    const { revoked } = setUp();
    const header = { alg: "HS256" };
    for (const claims of [{}, { jti: 7 }, { jti: "" }, { sub: null }, { jti: "x", sub: 5 }]) {
      expect(await revoked.judge({ claims: { iss: "i", exp: 9e9, ...claims }, header })).toEqual({
        fault: "token_claim_missing",
      });
    }
  });

  it("that does not say when it was issued is refused once its user has any cut-off", async () => {
    const { revoked } = setUp();
    const token = { claims: { iss: names.issuer, sub: "u1", exp: 9e9 }, header: { alg: "HS256" } };
    expect(await revoked.judge(token)).toBe(token);
    await revoked.revokeSubject({ ...names, subject: "u1", notBefore: 1 });
    expect(await revoked.judge(token)).toEqual({ fault: "token_revoked" });
  });

  it("is remembered for at least as long as it could be used with the largest skew", async () => {
    const store = memoryRevocationStore();
    const { revoked, issue } = setUp({ store });
    const { tokenId, expiresAt, token } = issue();
    await revoked.revokeToken({ ...names, tokenId, expiresAt });
    const clock = fixedClock(expiresAt + 119_999);
    const rules = [{ ...names, algorithms: ["HS256"], keys: ring }] as const;
    const late = revocations({ store, whenAway: "deny", clock });
    const verifier = tokenVerifier({ issuers: rules, clock, clockSkew: 120, revocations: late });
    expect(await verifier.check(token)).toEqual({ fault: "token_revoked" });
  });
});

describe("what another process revoked", () => {
  it("is refused at the very next use where nothing may be stale", async () => {
    const { store, state } = sharedStore();
    const here = setUp({ store });
    const there = setUp({ store });
    const { token, tokenId, expiresAt } = here.issue();
    expect(await here.fault(token)).toBeUndefined();
    expect(await here.fault(token)).toBeUndefined();
    expect(state.reads).toBe(2);
    await there.revoked.revokeToken({ ...names, tokenId, expiresAt });
    expect(await here.fault(token)).toBe("token_revoked");
  });

  it("is refused no later than maxStale after, and until then the store is not asked", async () => {
    const { store, state } = sharedStore();
    const here = setUp({ store, maxStale: 5 });
    const there = setUp({ store });
    const { token, tokenId, expiresAt } = here.issue();
    await here.fault(token);
    await there.revoked.revokeToken({ ...names, tokenId, expiresAt });
    here.clock.advance(4_999);
    expect(here.verifier.check(token)).not.toBeInstanceOf(Promise);
    expect(state.reads).toBe(1);
    here.clock.advance(1);
    expect(await here.fault(token)).toBe("token_revoked");
  });

  it("does not slow down what this process revokes itself", async () => {
    const { store } = sharedStore();
    const { revoked, issue, fault } = setUp({ store, maxStale: 60 });
    const { token } = issue();
    await fault(token);
    await revoked.revokeSubject({ ...names, subject: "u1", notBefore: start + 1 });
    expect(await fault(token)).toBe("token_revoked");
  });

  it("is seen even where this process revokes while the store is being asked", async () => {
    const { store, state } = sharedStore();
    const { revoked, issue, fault } = setUp({ store, maxStale: 60 });
    const { token, tokenId, expiresAt } = issue();
    state.before = () => revoked.revokeToken({ ...names, tokenId, expiresAt });
    expect(await fault(token)).toBe("token_revoked");
  });
});

describe("while the store is away", () => {
  it.each([
    ["deny", "token_revocation_unknown", "token_revocation_unknown"],
    ["local", undefined, "token_revocation_unknown"],
    ["allow", undefined, undefined],
  ] as const)("%s judges known tokens %s and new ones %s", async (whenAway, known, unknown) => {
    const { store, state } = sharedStore();
    const { issue, fault } = setUp({ store, whenAway });
    const { token } = issue();
    expect(await fault(token)).toBeUndefined();
    state.away = true;
    expect(await fault(token)).toBe(known);
    expect(await fault(issue().token)).toBe(unknown);
    state.away = false;
    expect(await fault(issue().token)).toBeUndefined();
  });

  it.each(["deny", "local", "allow"] as const)("%s still refuses what is known to be revoked", async (whenAway) => {
    const { store, state } = sharedStore();
    const here = setUp({ store, whenAway });
    const there = setUp({ store });
    const [own, heard] = [here.issue("u1", "s1"), here.issue("u2", "s2")];
    await there.revoked.revokeSession({ ...names, sessionId: "s2" });
    expect([await here.fault(own.token), await here.fault(heard.token)]).toEqual([undefined, "token_revoked"]);
    state.away = true;
    await expect(here.revoked.revokeSession({ ...names, sessionId: "s1" })).rejects.toThrow();
    expect([await here.fault(own.token), await here.fault(heard.token)]).toEqual(["token_revoked", "token_revoked"]);
  });

  it("says so once, stops waiting for it, and says when it is back", async () => {
    const { store, state } = sharedStore();
    const { clock, events, issue, fault } = setUp({ store });
    state.away = true;
    for (let turn = 0; turn < 10; turn += 1) await fault(issue().token);
    expect(state.reads).toBe(3);
    state.away = false;
    expect(await fault(issue().token)).toBe("token_revocation_unknown");
    clock.advance(1000);
    expect(await fault(issue().token)).toBeUndefined();
    expect(events.map(({ name, subject }) => [name, subject])).toEqual([
      ["store.away", "revocations"],
      ["store.back", "revocations"],
    ]);
  });

  it("is not taken in by promises of another library", async () => {
    const foreign: unknown = runInNewContext("Promise.resolve([8e15])");
    expect(foreign).not.toBeInstanceOf(Promise);
    const read = () => foreign as Promise<number[]>;
    const { issue, fault } = setUp({ store: { read, put: async () => {} }, whenAway: "allow" });
    expect(await fault(issue().token)).toBe("token_revoked");
  });

  it("does not wait for a store that hangs", async () => {
    const store: RevocationStore = { read: () => new Promise(() => {}), put: async () => {} };
    const { issue, fault } = setUp({ store, timeoutMilliseconds: 20 });
    expect(await fault(issue().token)).toBe("token_revocation_unknown");
  });
});

describe("with a real Redis", () => {
  let server: RealRedis;
  beforeAll(async () => {
    server = await realRedis();
  });
  afterAll(() => server.stop());

  it("a revocation reaches every process, and the death of the server opens nothing", async () => {
    const store = redisRevocationStore(server.client);
    const here = setUp({ store });
    const there = setUp({ store, whenAway: "local" });
    const { token, tokenId, expiresAt } = here.issue();
    const other = here.issue("u2").token;
    expect([await there.fault(token), await there.fault(other)]).toEqual([undefined, undefined]);
    await here.revoked.revokeToken({ ...names, tokenId, expiresAt });
    expect(await there.fault(token)).toBe("token_revoked");
    await server.kill();
    expect(await here.fault(other)).toBe("token_revocation_unknown");
    expect(await there.fault(other)).toBeUndefined();
    expect(await there.fault(token)).toBe("token_revoked");
    await server.restart();
  });
});

describe("the caller", () => {
  const head = (token: string): RequestHead => ({
    method: "GET",
    target: "/",
    address: "192.0.2.1",
    secure: true,
    header: (name) => (name === "authorization" ? `Bearer ${token}` : undefined),
    headerCount: (name) => (name === "authorization" ? 1 : 0),
  });

  it("is told 401 for a revoked token, and 503 where nobody can tell", async () => {
    const { store, state } = sharedStore();
    const { verifier, revoked, issue } = setUp({ store });
    const source = bearer({ verifier });
    const { token } = issue("u1", "s1");
    expect(isRefusal(await source.identify(head(token)))).toBe(false);
    await revoked.revokeSession({ ...names, sessionId: "s1" });
    expect(await source.identify(head(token))).toMatchObject({ status: 401, reason: "token_revoked" });
    state.away = true;
    expect(await source.identify(head(issue("u9").token))).toMatchObject({ status: 503, headers: [] });
  });
});

describe("an event", () => {
  it("is told for each revocation, without the token", async () => {
    const { revoked, events, issue } = setUp();
    const { tokenId, expiresAt, token } = issue();
    await revoked.revokeToken({ ...names, tokenId, expiresAt });
    await revoked.revokeSubject({ ...names, subject: "u1" });
    expect(events).toMatchObject([
      { name: "token.revoked", reason: "token_revoked" },
      { name: "token.revoked", reason: "subject_revoked", callerId: "u1" },
    ]);
    expect(JSON.stringify(events)).not.toContain(token);
  });
});

function cutOff(tokens: readonly { readonly subject: string; dead: boolean }[], subject: string): void {
  for (const token of tokens) if (token.subject === subject) token.dead = true;
}

describe("any history", () => {
  it("leaves no token accepted that was revoked, expired, or signed with a key that is gone, and mixes none up", async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant("use" as const), token: fc.nat(9) }),
      fc.record({ act: fc.constant("revoke" as const), token: fc.nat(9) }),
      fc.record({ act: fc.constant("cut off" as const), token: fc.nat(9) }),
      fc.record({ act: fc.constant("wait" as const), token: fc.nat(400) }),
      fc.record({ act: fc.constant("rotate" as const), token: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 6 }), async (steps, entries) => {
        const clock = fixedClock(start);
        const keys = keyRing([secretKey({ algorithm: "HS256", secret: randomBytes(32) })]);
        const issuer = tokenIssuer({ ...names, keys, lifetime: "15 minutes", clock });
        const revoked = revocations({ store: memoryRevocationStore(), whenAway: "deny", clock });
        const rules = [{ ...names, algorithms: ["HS256"], keys }] as const;
        const verifier = tokenVerifier({
          issuers: rules,
          clock,
          clockSkew: 0,
          cacheEntries: entries,
          revocations: revoked,
        });
        const truth = Array.from({ length: 10 }, (_, index) => {
          const subject = `u${index % 4}`;
          return { ...issuer.issue({ subject }), subject, dead: false };
        });
        let keyGone = false;
        for (const { act, token } of steps) {
          const one = truth[token % 10];
          if (one === undefined) continue;
          if (act === "wait") clock.advance(token * 1000);
          else if (act === "rotate") {
            keys.replace([secretKey({ algorithm: "HS256", secret: randomBytes(32) })]);
            keyGone = true;
          } else if (act === "revoke") {
            await revoked.revokeToken({ ...names, tokenId: one.tokenId, expiresAt: one.expiresAt });
            one.dead = true;
          } else if (act === "cut off") {
            await revoked.revokeSubject({ ...names, subject: one.subject, notBefore: start + 1 });
            cutOff(truth, one.subject);
          } else {
            const check = await verifier.check(one.token);
            const good = !one.dead && !keyGone && clock.now() < one.expiresAt;
            expect(check.fault === undefined).toBe(good);
            if (check.fault === undefined) expect(check.claims.jti).toBe(one.tokenId);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("an option", () => {
  it.each([
    ["no store", { store: undefined }],
    ["no word on outages", { whenAway: undefined }],
    ["a word that is not known", { whenAway: "maybe" }],
    ["more than a minute of staleness", { maxStale: "2 minutes" }],
    ["a name that is not known", { ttl: 5 }],
  ])("(%s) stops the start", (_, wrong) => {
    expect(() => setUp(wrong as unknown as Partial<RevocationsOptions>)).toThrow(ConfigError);
  });
});
