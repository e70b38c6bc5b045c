/** A secret that is exchanged in its file is honoured at the door, and nobody who is signed in notices. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyRing, secretKey, tokenIssuer } from "cloche/jwt";
import { fixedSource, mountedFiles, type Watch } from "cloche/secrets";
import { expect, it } from "vitest";
import { readConfig } from "../platform/index.js";
import { describeDatabases, startTestApp } from "../test-support/index.js";

const NAMES = ["JWT_SECRET", "REFRESH_SECRET", "CSRF_SECRET"] as const;

describeDatabases(
  "secrets that rotate",
  ({ placeWithSchema }) => {
    it("are taken up while requests come in, and none of those fails", { timeout: 120_000 }, async () => {
      const mounted = mkdtempSync(join(tmpdir(), "restaurant-secrets-"));
      const rotate = () => {
        const fresh = Object.fromEntries(NAMES.map((name) => [name, randomBytes(32).toString("base64url")]));
        for (const [name, value] of Object.entries(fresh)) writeFileSync(join(mounted, name), value);
        return fresh;
      };
      rotate();
      const place = await placeWithSchema();
      const read = readConfig([mountedFiles(mounted), fixedSource({ DATA_DIR: mounted })]);
      let watching: Watch | undefined;
      const { jwtSecret, refreshSecret, csrfSecret } = read;
      const watchSecrets: typeof read.watchSecrets = (options) => {
        watching = read.watchSecrets(options);
        return watching;
      };
      const restaurant = await startTestApp(place, { config: { jwtSecret, refreshSecret, csrfSecret, watchSecrets } });
      try {
        const answer = await restaurant.post("/api/v1/auth/login", restaurant.accounts?.chef);
        const { accessToken } = (await answer.json()) as { accessToken: string };
        let cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
        const me = async (token: string) =>
          (await fetch(`${restaurant.baseUrl}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;
        const renew = async () => {
          const renewed = await fetch(`${restaurant.baseUrl}/api/v1/auth/refresh`, {
            method: "POST",
            headers: { cookie },
          });
          cookie = renewed.headers.get("set-cookie")?.split(";")[0] ?? "";
          return renewed.status;
        };
        for (let round = 0; round < 3; round += 1) {
          const fresh = rotate();
          const during = await Promise.all([me(accessToken), watching?.refresh(), me(accessToken), renew()]);
          expect([during[0], during[2], during[3]]).toEqual([200, 200, 200]);
          expect([await me(accessToken), await renew()]).toEqual([200, 200]);
          // Another process may sign with the new secret already; this one accepts it with no restart.
          expect(await me(elsewhere(fresh["JWT_SECRET"] ?? "", accessToken, restaurant.baseUrl))).toBe(200);
        }
        expect(await me(elsewhere(randomBytes(32).toString("base64url"), accessToken, restaurant.baseUrl))).toBe(401);
        const log = restaurant.log().join("\n");
        expect(log.match(/"event":"secret.rotated"/g)?.length).toBe(3 * NAMES.length);
        for (const version of jwtSecret.all()) expect(log).not.toContain(version.secret.reveal());
      } finally {
        await restaurant.stop();
      }
    });
  },
  ["pglite"],
);

/** The same claims under another secret, as a process that was started later would sign them. */
function elsewhere(secret: string, token: string, issuer: string): string {
  const { sub, role, location, sid, acr, auth_time } = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
  ) as Record<string, string>;
  const keys = keyRing([secretKey({ algorithm: "HS256", secret })]);
  return tokenIssuer({ issuer, audience: `${issuer}/api`, keys, lifetime: 600 }).issue({
    subject: sub ?? "",
    claims: { role, location, sid, acr, auth_time },
  }).token;
}
