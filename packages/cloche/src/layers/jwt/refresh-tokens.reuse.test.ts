/** A stolen refresh token must give itself away, and an honest client that asks twice at once must not (RFC 9700). */
import { randomBytes } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, fixedClock, type SecurityEvent } from "../../kernel/index.js";
import {
  memoryRefreshStore,
  postgresRefreshStore,
  REFRESH_TABLE_SQL,
  type RefreshGrant,
  type RefreshStore,
  type RefreshTokensOptions,
  redisRefreshStore,
  refreshTokens,
} from "./index.js";
import { type RealPostgres, type RealRedis, realPostgres, realRedis } from "./real-servers.contract.js";

const secret = randomBytes(48).toString("base64");

function setUp(options: Partial<RefreshTokensOptions> = {}) {
  const clock = fixedClock(Date.UTC(2026, 5, 1));
  const store = memoryRefreshStore();
  const events: SecurityEvent[] = [];
  const emit = (event: SecurityEvent) => events.push(event);
  const tokens = refreshTokens({ store, idle: "1 hour", absolute: "3 hours", secret, clock, emit, ...options });
  return { clock, store, tokens, events, names: () => events.map((event) => event.name) };
}

function granted(result: object): RefreshGrant {
  expect(result).toHaveProperty("token");
  return result as RefreshGrant;
}

describe("a refresh token", () => {
  it("is opaque, long, and stored as a digest only", async () => {
    const { tokens, store } = setUp();
    const { token, familyId } = await tokens.start({ subject: "u1" });
    expect(Buffer.from(token.split(".")[1] ?? "", "base64url").length).toBeGreaterThanOrEqual(32);
    const next = granted(await tokens.rotate(token)).token;
    const kept = JSON.stringify(await store.find(familyId));
    for (const text of [token, next])
      expect(
        text
          .split(".")
          .slice(1)
          .some((part) => kept.includes(part)),
      ).toBe(false);
  });

  it("is exchanged at each use, within one family", async () => {
    const { tokens } = setUp();
    const first = await tokens.start({ subject: "u1" });
    const second = granted(await tokens.rotate(first.token));
    const third = granted(await tokens.rotate(second.token));
    expect(new Set([first.token, second.token, third.token]).size).toBe(3);
    expect([second, third]).toMatchObject([
      { subject: "u1", familyId: first.familyId },
      { subject: "u1", familyId: first.familyId },
    ]);
  });

  it.each(["", "garbage", "a.b.c", `${"A".repeat(22)}.${"A".repeat(43)}.${"A".repeat(22)}`, 7, null])(
    "is not %j, and asking does not reach the store",
    async (text) => {
      const store = { ...memoryRefreshStore(), find: () => Promise.reject(new Error("asked")) };
      const { tokens } = setUp({ store });
      expect(await tokens.rotate(text as string)).toEqual({ fault: "refresh_unknown" });
      await tokens.revoke(text as string);
    },
  );
});

describe("a copy", () => {
  it("used after the grace ends the family for the thief and the owner, and is told once", async () => {
    const { tokens, clock, events } = setUp();
    const { token } = await tokens.start({ subject: "u1" });
    const next = granted(await tokens.rotate(token));
    clock.advance(10_000);
    expect(await tokens.rotate(token)).toEqual({ fault: "refresh_reused" });
    expect(await tokens.rotate(next.token)).toEqual({ fault: "refresh_revoked" });
    expect(await tokens.rotate(token)).toEqual({ fault: "refresh_revoked" });
    expect(events.filter((event) => event.name === "token.reused")).toMatchObject([
      { callerId: "u1", reason: "refresh_reused", at: clock.now() },
    ]);
    expect(JSON.stringify(events)).not.toContain(token.split(".")[1]);
  });

  it("of a generation that is past its own grace ends the family, however lately the token was rotated", async () => {
    const { tokens, clock } = setUp();
    const first = await tokens.start({ subject: "u1" });
    const second = granted(await tokens.rotate(first.token));
    clock.advance(10_000);
    await tokens.rotate(second.token);
    expect(await tokens.rotate(first.token)).toEqual({ fault: "refresh_reused" });
  });

  it("of a generation further back than a few ends the family even within the grace", async () => {
    const { tokens } = setUp();
    const first = await tokens.start({ subject: "u1" });
    let { token } = first;
    for (let turn = 0; turn < 5; turn += 1) token = granted(await tokens.rotate(token)).token;
    expect(await tokens.rotate(first.token)).toEqual({ fault: "refresh_reused" });
    expect(await tokens.rotate(token)).toEqual({ fault: "refresh_revoked" });
  });

  it("that was only made up cannot end a family whose id is known", async () => {
    const { tokens, names } = setUp();
    const { token, familyId } = await tokens.start({ subject: "u1" });
    const [, body, tag] = token.split(".");
    const other = randomBytes(32).toString("base64url");
    for (const made of [`${familyId}.${other}.${tag}`, `${familyId}.${body}.${"A".repeat(22)}`]) {
      expect(await tokens.rotate(made)).toEqual({ fault: "refresh_unknown" });
    }
    expect(names()).not.toContain("token.reused");
    granted(await tokens.rotate(token));
  });

  it("leaves the user's other families alone", async () => {
    const { tokens, clock } = setUp();
    const phone = await tokens.start({ subject: "u1" });
    const tablet = await tokens.start({ subject: "u1" });
    await tokens.rotate(phone.token);
    clock.advance(60_000);
    await tokens.rotate(phone.token);
    granted(await tokens.rotate(tablet.token));
  });
});

describe("the grace", () => {
  it("answers a repeated request with the same successor, without rotating again", async () => {
    const { tokens, clock, names } = setUp();
    const { token } = await tokens.start({ subject: "u1" });
    const first = granted(await tokens.rotate(token));
    clock.advance(9_999);
    expect(await tokens.rotate(token)).toEqual(first);
    expect(names()).toEqual(["token.refreshed"]);
  });

  it("answers a client that rotated twice in quick succession with the current token", async () => {
    const { tokens, names } = setUp();
    const first = await tokens.start({ subject: "u1" });
    const second = granted(await tokens.rotate(first.token));
    const third = granted(await tokens.rotate(second.token));
    const fourth = granted(await tokens.rotate(third.token));
    for (const { token } of [first, second, third]) expect(await tokens.rotate(token)).toEqual(fourth);
    expect(names()).not.toContain("token.reused");
    granted(await tokens.rotate(fourth.token));
  });

  it("can be switched off", async () => {
    const { tokens } = setUp({ grace: 0 });
    const { token } = await tokens.start({ subject: "u1" });
    await tokens.rotate(token);
    expect(await tokens.rotate(token)).toEqual({ fault: "refresh_reused" });
  });
});

describe("time", () => {
  it("ends a family that lies idle", async () => {
    const { tokens, clock } = setUp();
    const { token, expiresAt } = await tokens.start({ subject: "u1" });
    clock.advance(3_599_999);
    const next = granted(await tokens.rotate(token));
    expect(next.expiresAt).toBe(clock.now() + 3_600_000);
    expect(expiresAt).toBeLessThan(next.expiresAt);
    clock.advance(3_600_000);
    expect(await tokens.rotate(next.token)).toEqual({ fault: "refresh_expired" });
    expect(await tokens.families("u1")).toEqual([]);
  });

  it("ends a family however much it is used", async () => {
    const { tokens, clock } = setUp();
    const first = await tokens.start({ subject: "u1" });
    let { token } = first;
    const end = clock.now() + 3 * 3_600_000;
    for (let turn = 0; turn < 5; turn += 1) {
      clock.advance(30 * 60_000);
      const next = granted(await tokens.rotate(token));
      expect(next.expiresAt).toBeLessThanOrEqual(end);
      token = next.token;
    }
    clock.advance(30 * 60_000);
    expect(await tokens.rotate(token)).toEqual({ fault: "refresh_expired" });
    clock.advance(1);
    expect(await tokens.prune()).toBe(1);
  });
});

describe("signing out", () => {
  it("ends the family of the token, of an id, or of the whole subject", async () => {
    const { tokens, names } = setUp();
    const grants = [];
    for (const device of ["phone", "tablet", "till", "laptop"])
      grants.push(await tokens.start({ subject: "u1", device }));
    const [phone, tablet, till] = grants as [RefreshGrant, RefreshGrant, RefreshGrant];
    await tokens.revoke(phone.token);
    expect(await tokens.rotate(phone.token)).toEqual({ fault: "refresh_revoked" });
    expect(await tokens.revokeFamily(tablet.familyId, "u2")).toBe(false);
    expect(await tokens.revokeFamily(tablet.familyId, "u1")).toBe(true);
    expect(await tokens.revokeFamily(tablet.familyId)).toBe(false);
    expect((await tokens.families("u1")).map(({ device }) => device)).toEqual(["till", "laptop"]);
    expect(await tokens.revokeSubject("u1")).toBe(2);
    expect(await tokens.rotate(till.token)).toEqual({ fault: "refresh_revoked" });
    expect(names()).toEqual(["token.revoked", "token.revoked", "token.revoked"]);
  });

  it("shows each device with its times", async () => {
    const { tokens, clock } = setUp();
    const began = clock.now();
    const { token, familyId } = await tokens.start({ subject: "u1", device: "phone" });
    clock.advance(60_000);
    await tokens.rotate(token);
    expect(await tokens.families("u1")).toEqual([
      { familyId, device: "phone", createdAt: began, lastUsedAt: began + 60_000, expiresAt: began + 3_660_000 },
    ]);
  });
});

describe("the secret", () => {
  it("can be exchanged without signing anyone out", async () => {
    const { tokens, store, clock } = setUp();
    const { token } = await tokens.start({ subject: "u1" });
    const newer = randomBytes(48).toString("base64");
    const base = { store, clock, idle: "1 hour", absolute: "3 hours" } as const;
    const before = refreshTokens({ ...base, secret: [secret, newer] });
    const after = refreshTokens({ ...base, secret: [newer, secret] });
    const next = granted(await before.rotate(token));
    expect(await after.rotate(token)).toEqual(next);
    const third = granted(await after.rotate(next.token));
    expect(await before.rotate(next.token)).toEqual(third);
    expect(await refreshTokens({ ...base, secret: newer }).rotate(next.token)).toEqual({ fault: "refresh_unknown" });
    granted(await refreshTokens({ ...base, secret: newer }).rotate(third.token));
  });

  it.each(["", "short", "change-me-change-me-change-me-change-me", "a".repeat(64)])("%j stops the start", (weak) => {
    expect(() => setUp({ secret: weak })).toThrow(ConfigError);
  });

  it("comes with durations that make sense", () => {
    expect(() => setUp({ idle: "4 hours" })).toThrow(ConfigError);
    expect(() => setUp({ grace: "2 minutes" })).toThrow(ConfigError);
    expect(() => setUp({ secret: [] })).toThrow(ConfigError);
  });
});

describe("a store that is away", () => {
  it("refuses, says so, and ends nothing", async () => {
    const { tokens, store, events } = setUp();
    const { token } = await tokens.start({ subject: "u1" });
    const find = () => Promise.reject(new Error("connection refused"));
    const cut = setUp({ store: { ...store, find } });
    expect(await cut.tokens.rotate(token)).toEqual({ fault: "refresh_store_away" });
    expect(cut.names()).toEqual(["store.away"]);
    expect(events).toEqual([]);
    granted(await tokens.rotate(token));
  });
});

describe("fifty requests with one token at once", () => {
  let database: PGlite;
  let postgres: RealPostgres;
  let redis: RealRedis;
  beforeAll(async () => {
    database = new PGlite();
    await database.exec(REFRESH_TABLE_SQL);
    [postgres, redis] = await Promise.all([realPostgres(REFRESH_TABLE_SQL), realRedis()]);
  });
  afterAll(async () => {
    await Promise.all([database.close(), postgres.stop(), redis.stop()]);
  });

  const stores: [string, () => RefreshStore][] = [
    ["memory", memoryRefreshStore],
    ["PGlite", () => postgresRefreshStore((sql, parameters) => database.query(sql, parameters))],
    ["PostgreSQL over ten connections", () => postgresRefreshStore(postgres.query)],
    ["Redis", () => redisRefreshStore(redis.client)],
  ];

  it.each(stores)("end in one family with one successor (%s)", async (_, make) => {
    const { tokens, names } = setUp({ store: make() });
    const { token } = await tokens.start({ subject: "u1" });
    const results = await Promise.all(Array.from({ length: 50 }, () => tokens.rotate(token)));
    expect(new Set(results.map((result) => granted(result).token)).size).toBe(1);
    expect(names()).toEqual(["token.refreshed"]);
    expect(await tokens.families("u1")).toHaveLength(1);
    granted(await tokens.rotate(granted(results[0] ?? {}).token));
  });

  it.each(stores)("and with its successors' end in one family too (%s)", async (_, make) => {
    const { tokens, names } = setUp({ store: make() });
    const first = await tokens.start({ subject: "u2" });
    const second = granted(await tokens.rotate(first.token));
    const mixed = Array.from({ length: 50 }, (__, index) =>
      tokens.rotate(index % 2 === 0 ? first.token : second.token),
    );
    for (const result of await Promise.all(mixed)) granted(result);
    expect(names().filter((name) => name === "token.refreshed")).toHaveLength(2);
    expect(names()).not.toContain("token.reused");
    expect(await tokens.families("u2")).toHaveLength(1);
  });
});
