/** A key that was guessed, mistyped, revoked or stolen from the database must not open anything. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Caller, ConfigError, fixedClock, type RequestHead, type SecurityEvent } from "../../../kernel/index.js";
import { type ApiKeyStore, type ApiKeysOptions, apiKeys, memoryApiKeyStore } from "../index.js";

const DAY = 86_400_000;

function setUp(options: Partial<ApiKeysOptions> = {}) {
  const clock = fixedClock(Date.UTC(2026, 5, 1));
  const events: SecurityEvent[] = [];
  const store = memoryApiKeyStore();
  const emit = (event: SecurityEvent) => events.push(event);
  const keys = apiKeys({ prefix: "shop_live", store, clock, emit, ...options });
  const ask = async (key: string) =>
    (await keys.source.identify(head(`ApiKey ${key}`))) as Partial<Caller> & { reason?: string };
  return { clock, events, store, keys, ask };
}

function head(value: string | string[] | undefined, name = "authorization"): RequestHead {
  const values = value === undefined ? [] : [value].flat();
  return {
    method: "GET",
    target: "/",
    address: "192.0.2.1",
    secure: true,
    header: (asked) => (asked === name && values.length > 0 ? values.join(", ") : undefined),
    headerCount: (asked) => (asked === name ? values.length : 0),
  };
}

describe("a key", () => {
  it("tells its owner, with what it may do", async () => {
    const { keys, ask } = setUp();
    const claims = { tenant: "t1" };
    const { key, keyId } = await keys.create({ owner: "p7", roles: ["exporter"], scopes: ["orders:read"], claims });
    expect(await ask(key)).toEqual({
      id: "p7",
      roles: ["exporter"],
      scopes: ["orders:read"],
      via: "api-key",
      claims: { tenant: "t1", key_id: keyId },
    });
  });

  it("has one form that secret scanners can know, and enough entropy", async () => {
    const { keys } = setUp();
    const made = await Promise.all(Array.from({ length: 20 }, () => keys.create({ owner: "p" })));
    for (const { key, keyId } of made) {
      expect(key).toMatch(/^shop_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{46}$/);
      expect(key).toContain(`_${keyId}_`);
    }
    expect(new Set(made.map(({ key }) => key)).size).toBe(20);
  });

  it("is nowhere to be found in the store, in a list or in an event", async () => {
    const { keys, store, events } = setUp();
    const { key, keyId } = await keys.create({ owner: "p" });
    const secret = key.slice(-46, -6);
    const kept = JSON.stringify([await store.find(keyId), await keys.list("p"), events]);
    expect(kept).not.toContain(secret);
    expect(await keys.list("p")).toEqual([expect.not.objectContaining({ hash: expect.anything() })]);
  });

  it("with any one character changed is refused without asking the store", async () => {
    const inner = memoryApiKeyStore();
    let asked = 0;
    const store: ApiKeyStore = {
      ...inner,
      find: (keyId) => {
        asked += 1;
        return inner.find(keyId);
      },
    };
    const { keys, ask } = setUp({ store });
    const { key } = await keys.create({ owner: "p" });
    await fc.assert(
      fc.asyncProperty(fc.nat(key.length - 1), fc.constantFrom("a", "B", "3", "_"), async (place, character) => {
        fc.pre(key[place] !== character);
        const typed = key.slice(0, place) + character + key.slice(place + 1);
        expect(await ask(typed)).toMatchObject({ status: 401, reason: "api_key_malformed" });
      }),
    );
    expect(asked).toBe(0);
  });

  it("whose id is known is of no use without its secret", async () => {
    const { keys, ask, store } = setUp();
    const made = setUp();
    const { key, keyId } = await made.keys.create({ owner: "thief" });
    const theirs = await keys.create({ owner: "them" });
    const record = await store.find(theirs.keyId);
    if (record === undefined) throw new Error("The key was not kept.");
    await store.create({ ...record, keyId });
    expect(await ask(key)).toMatchObject({ status: 401, reason: "api_key_unknown" });
    expect(await made.ask(key)).toHaveProperty("id", "thief");
    expect(await ask(theirs.key)).toHaveProperty("id", "them");
  });

  it("gets one and the same answer for whatever is wrong with it", async () => {
    const { keys, ask, clock } = setUp();
    const [revoked, expired] = [
      await keys.create({ owner: "p" }),
      await keys.create({ owner: "p", lifetime: "1 day" }),
    ];
    await keys.revoke(revoked.keyId);
    expect(await ask(expired.key)).toHaveProperty("id");
    clock.advance(DAY);
    const answers = [await ask(revoked.key), await ask(expired.key), await ask("nonsense")];
    expect(answers.map(({ reason }) => reason)).toEqual(["api_key_revoked", "api_key_expired", "api_key_malformed"]);
    const told = answers.map((answer) => JSON.stringify({ ...answer, reason: "" }));
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('ApiKey realm=\\"api\\", error=\\"invalid_token\\"');
  });
});

describe("rotation", () => {
  it("lets both keys work for the overlap, and the new one alone afterwards", async () => {
    const { keys, ask, clock } = setUp();
    const old = await keys.create({ owner: "p", scopes: ["a"], lifetime: "90 days" });
    clock.advance(30 * DAY);
    const next = await keys.rotate(old.keyId, { overlap: "1 day" });
    expect(next?.expiresAt).toBe(clock.now() + 90 * DAY);
    for (const key of [old.key, next?.key ?? ""]) expect(await ask(key)).toMatchObject({ id: "p", scopes: ["a"] });
    clock.advance(DAY);
    expect(await ask(old.key)).toMatchObject({ reason: "api_key_expired" });
    expect(await ask(next?.key ?? "")).toHaveProperty("id", "p");
  });

  it("happens once, for a key that is alive and one's own", async () => {
    const { keys, ask } = setUp();
    const { keyId, key } = await keys.create({ owner: "p" });
    expect(await keys.rotate(keyId, { overlap: 0, owner: "somebody else" })).toBeUndefined();
    expect(await keys.rotate(keyId, { overlap: 0, owner: "p" })).toHaveProperty("key");
    expect(await ask(key)).toMatchObject({ reason: "api_key_expired" });
    expect(await keys.rotate(keyId, { overlap: 0 })).toBeUndefined();
    expect(await keys.list("p")).toHaveLength(2);
  });
});

describe("revocation", () => {
  it("is at once here, even where records are relied on, and one's own only", async () => {
    const { keys, ask, events } = setUp({ maxStale: 60 });
    const { key, keyId } = await keys.create({ owner: "p" });
    expect(await ask(key)).toHaveProperty("id");
    expect(await keys.revoke(keyId, "somebody else")).toBe(false);
    expect(await keys.revoke(keyId, "p")).toBe(true);
    expect(await keys.revoke(keyId, "p")).toBe(false);
    expect(await ask(key)).toMatchObject({ reason: "api_key_revoked" });
    expect(events.map(({ name }) => name)).toEqual(["token.issued", "token.revoked"]);
  });

  it("by another process is seen no later than maxStale after", async () => {
    const store = memoryApiKeyStore();
    const [here, there] = [setUp({ store, maxStale: 5 }), setUp({ store })];
    const { key, keyId } = await here.keys.create({ owner: "p" });
    await here.ask(key);
    await there.keys.revoke(keyId);
    here.clock.advance(4_999);
    expect(await here.ask(key)).toHaveProperty("id");
    here.clock.advance(1);
    expect(await here.ask(key)).toMatchObject({ reason: "api_key_revoked" });
  });

  it("during a look-up is not undone by what the look-up found", async () => {
    const inner = memoryApiKeyStore();
    let meanwhile: (() => Promise<unknown>) | undefined;
    const store: ApiKeyStore = {
      ...inner,
      async find(keyId) {
        const record = await inner.find(keyId);
        const act = meanwhile;
        meanwhile = undefined;
        await act?.();
        return record;
      },
    };
    const { keys, ask } = setUp({ store, maxStale: 60 });
    const { key, keyId } = await keys.create({ owner: "p" });
    meanwhile = () => keys.revoke(keyId);
    await ask(key);
    expect(await ask(key)).toMatchObject({ reason: "api_key_revoked" });
  });
});

describe("the store", () => {
  it("being away refuses with 503", async () => {
    const store: ApiKeyStore = { ...memoryApiKeyStore(), find: () => Promise.reject(new Error("gone")) };
    const { ask } = setUp({ store });
    const { key } = await setUp().keys.create({ owner: "p" });
    expect(await ask(key)).toMatchObject({ status: 503, reason: "api_key_store_away" });
  });

  it("hears of uses coarsely, and a use it cannot note still passes", async () => {
    const inner = memoryApiKeyStore();
    const uses: number[] = [];
    const store: ApiKeyStore = {
      ...inner,
      touch: async (keyId, at) => {
        uses.push(at);
        await inner.touch(keyId, at);
        throw new Error("gone");
      },
    };
    const { keys, ask, clock } = setUp({ store });
    const { key } = await keys.create({ owner: "p" });
    for (let minute = 0; minute < 12; minute += 1) {
      expect(await ask(key)).toHaveProperty("id");
      clock.advance(60_000);
    }
    expect(uses).toHaveLength(3);
    expect((await keys.list("p"))[0]?.lastUsedAt).toBe(uses[2]);
  });
});

describe("a request", () => {
  it.each([undefined, "Bearer abc", "Basic dTpw", "ApiKeys abc"])("with %s carries no such credential", (value) => {
    expect(setUp().keys.source.identify(head(value))).toBeUndefined();
  });

  it.each([["ApiKey"], ["ApiKey  x"], ["ApiKey x y"]])("with %j is malformed", (value) => {
    expect(setUp().keys.source.identify(head(value))).toMatchObject({ status: 400 });
  });

  it("may carry the key in X-API-Key where that is declared, and there only", async () => {
    const { keys } = setUp({ header: "x-api-key" });
    const { key } = await keys.create({ owner: "p" });
    expect(await keys.source.identify(head(key, "x-api-key"))).toHaveProperty("id", "p");
    expect(keys.source.identify(head(`ApiKey ${key}`))).toBeUndefined();
    expect(keys.source.identify(head([key, key], "x-api-key"))).toMatchObject({ status: 400 });
    expect(keys.source.scheme).toEqual({ type: "apiKey", in: "header", name: "X-API-Key" });
  });
});

describe("an option", () => {
  it.each([
    { prefix: "Shop" },
    { prefix: "a" },
    { prefix: "shop-live" },
    { prefix: "a(b" },
    { store: undefined },
    { header: "cookie" },
    { maxStale: "5 minutes" },
    { ttl: 1 },
  ])("that is wrong stops the start: %j", (wrong) => {
    expect(() => setUp(wrong as unknown as Partial<ApiKeysOptions>)).toThrow(ConfigError);
  });

  it("of a new key that is wrong makes none", async () => {
    const { keys } = setUp();
    await expect(keys.create({ owner: "" })).rejects.toThrow(ConfigError);
    await expect(keys.create({ owner: "p", scopes: [""] })).rejects.toThrow(ConfigError);
    await expect(keys.create({ owner: "p", claims: { key_id: "x" } })).rejects.toThrow(ConfigError);
    expect(await keys.list("p")).toEqual([]);
  });
});
