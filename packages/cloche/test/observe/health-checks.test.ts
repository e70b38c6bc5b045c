/** A process without keys or without its inbox says that it cannot serve; one whose keys are merely old goes on. */
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fixedClock } from "cloche";
import { keyRing, privateKey, remoteKeySet } from "cloche/jwt";
import { health, inboxCheck, keysCheck } from "cloche/observe";
import { describe, expect, it } from "vitest";

describe("an issuer's keys", () => {
  it("are ok while there are any, also where the address has gone since, and failing before and without", async () => {
    const { privateKey: made } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const ring = keyRing([
      privateKey({ algorithm: "ES256", pem: made.export({ type: "pkcs8", format: "pem" }) as string, keyId: "a" }),
    ]);
    const state = { away: true };
    const server = createServer((_request, response) => {
      response.writeHead(state.away ? 503 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(ring.jwks()));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const clock = fixedClock(Date.UTC(2026, 4, 1));
    const source = remoteKeySet(`http://127.0.0.1:${port}/jwks`, { dangerouslyAllowHttp: true, clock });
    const { ready } = health({ checks: { keys: keysCheck(source, "ES256"), others: keysCheck(source, "RS256") } });
    try {
      expect((await ready()).checks).toEqual({ keys: "failing", others: "failing" });
      state.away = false;
      clock.advance(60_000);
      expect((await ready()).checks).toEqual({ keys: "ok", others: "failing" });
      state.away = true;
      clock.advance(3_600_000);
      expect((await ready()).checks).toEqual({ keys: "ok", others: "failing" });
      clock.advance(2 * 86_400_000);
      expect((await ready()).checks).toEqual({ keys: "failing", others: "failing" });
    } finally {
      server.close();
    }
  });
});

describe("an inbox", () => {
  const holding = (waiting: number) => ({ count: () => Promise.resolve({ waiting, dead: 3 }) });
  const away = { count: () => Promise.reject(new Error("away")) };
  const verdict = async (check: ReturnType<typeof inboxCheck>) =>
    (await health({ checks: { inbox: check } }).ready()).checks;

  it("is failing where it cannot be asked, or too much waits", async () => {
    expect(await verdict(inboxCheck(holding(9_999)))).toEqual({ inbox: "ok" });
    expect(await verdict(inboxCheck(holding(10), { maxWaiting: 10 }))).toEqual({ inbox: "ok" });
    expect(await verdict(inboxCheck(holding(11), { maxWaiting: 10 }))).toEqual({ inbox: "failing" });
    expect(await verdict(inboxCheck(away))).toEqual({ inbox: "failing" });
  });

  it("is checked by options that are known", () => {
    expect(() => inboxCheck(holding(1), { maxWaiting: 0 })).toThrow(/maxWaiting/);
    expect(() => inboxCheck(holding(1), { most: 1 } as never)).toThrow(/option_unknown/);
    expect(() => inboxCheck({} as never)).toThrow(/option_invalid/);
  });
});
