/** Vault's logins: an AppRole logs in once, anew when its token ends, and never tells its credentials. */
import { fixedClock, Secret } from "cloche";
import { type HashicorpVaultOptions, hashicorpVault } from "cloche/secrets";
import { afterEach, describe, expect, it } from "vitest";
import { answerVault, CREDENTIAL } from "./managers.js";
import { type Asked, openShelf, type Said, type Shelf } from "./shelf.js";

const open: Shelf[] = [];
afterEach(() => {
  for (const shelf of open.splice(0)) shelf.close();
});

async function setUp(options: Partial<HashicorpVaultOptions> = {}) {
  const asked: string[] = [];
  const state = { revoked: false };
  const shelf = await openShelf((one: Asked): Said => {
    asked.push(
      `${one.request.method ?? ""} ${one.url.pathname} ${String(one.request.headers["x-vault-namespace"] ?? "")}`.trim(),
    );
    if (one.url.pathname.endsWith("/login")) state.revoked = false;
    else if (state.revoked) return { status: 403, json: { errors: ["permission denied"] } };
    return answerVault(one);
  }, "unused");
  open.push(shelf);
  shelf.secrets.set("orders/api", [{ text: "the-value", made: Date.now(), usable: true }]);
  const clock = fixedClock(Date.UTC(2026, 0, 1));
  const source = hashicorpVault({
    address: shelf.base,
    appRole: { roleId: "orders-role", secretId: new Secret(CREDENTIAL, "VAULT_SECRET_ID") },
    names: { KEY: "orders/api" },
    timeout: 1,
    dangerouslyAllowHttp: true,
    clock,
    ...options,
  });
  return { asked, state, clock, read: async () => (await source.read("KEY"))?.value };
}

const logins = (asked: readonly string[]) => asked.filter((one) => one.includes("/login")).length;

describe("an AppRole", () => {
  it("logs in once for many reads, and anew before its lease is over", async () => {
    const { asked, clock, read } = await setUp();
    expect([await read(), await read()]).toEqual(["the-value", "the-value"]);
    expect(logins(asked)).toBe(1);
    clock.advance(481_000);
    expect(await read()).toBe("the-value");
    expect(logins(asked)).toBe(2);
  });

  it("logs in again where its token was revoked, once", async () => {
    const { asked, state, read } = await setUp();
    await read();
    state.revoked = true;
    expect(await read()).toBe("the-value");
    expect(logins(asked)).toBe(2);
  });

  it("says that it was refused, without its credentials, and tries again at the next read", async () => {
    const { asked, read } = await setUp({ appRole: { roleId: "orders-role", secretId: "wrong-canary-5Xq" } });
    for (const _time of [1, 2]) {
      await expect(read()).rejects.toThrow(/It refused the credentials/);
      await expect(read()).rejects.not.toThrow(/canary/);
    }
    expect(logins(asked)).toBe(4);
  });
});

it("sends the namespace, and a token that is asked for before each read", async () => {
  const tokens = ["stale", CREDENTIAL];
  const { asked, read } = await setUp({
    appRole: undefined as never,
    token: () => tokens.shift() ?? "",
    namespace: "team",
  });
  await expect(read()).rejects.toThrow(/It refused the credentials/);
  expect(await read()).toBe("the-value");
  expect(asked).toEqual(["GET /v1/secret/data/orders/api team", "GET /v1/secret/data/orders/api team"]);
});

it.each([
  { address: "http://vault.internal:8200" },
  { address: "http://127.0.0.1:8200", dangerouslyAllowHttp: false },
  { address: "https://user:pass@vault.internal" },
  { address: "not an address" },
  { token: "also-a-token" },
  { appRole: { roleId: "", secretId: "x" } },
  { names: { KEY: "a#b#c" } },
  { names: { KEY: "" } },
  { timeout: 0 },
])("refuses %j at start", async (options) => {
  await expect(setUp(options)).rejects.toMatchObject({ name: "ConfigError" });
});

it("refuses a path that leaves its store", async () => {
  const { read } = await setUp({ names: { KEY: "../../sys/raw" } });
  await expect(read()).rejects.toThrow(/was not well-formed/);
});
