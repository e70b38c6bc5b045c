/** The secret that second factors are sealed under is exchanged twice: nobody's authenticator app stops working. */
import { fixedClock, Secret } from "cloche";
import type { Rotating } from "cloche/secrets";
import { expect, it } from "vitest";
import { newId, seal } from "../platform/index.js";
import { describeDatabases } from "../test-support/index.js";
import { secondFactors } from "./second-factor.js";
import { totpCode, totpStep } from "./totp.js";

/** The current secret, and those on their way out. */
function rotated(current: string, ...olds: readonly string[]): Rotating {
  const named = (text: string) => ({ label: text, secret: new Secret(text.repeat(43), "SEAL_SECRET") });
  const first = named(current);
  return { current: () => first.secret, all: () => [first, ...olds.map(named)], onChange: () => () => {} };
}

describeDatabases("second factors under a secret that rotates", ({ open }) => {
  it("are sealed anew while the old one is accepted, and open when it is gone", async () => {
    const { db } = await open();
    const clock = fixedClock(Date.UTC(2026, 5, 1, 12));
    const under = (secret: Rotating) => secondFactors({ db, clock, seal: seal(secret, "second factor") });
    const person = async (email: string) => {
      const id = newId();
      await db.insertInto("staff").values({ id, email_norm: email, display_name: email, password_hash: "x" }).execute();
      const secret = await under(rotated("a")).begin(id);
      const code = () => totpCode(secret ?? Buffer.alloc(0), totpStep(clock.now()));
      return { id, code };
    };
    const ann = await person("ann@copper-lid.example");
    expect(await under(rotated("a")).check(ann.id, ann.code())).toBe(true);

    await under(rotated("b", "a")).renewSeals();
    const once = await db.selectFrom("staff_second_factor").select("sealed_secret").execute();
    await under(rotated("b", "a")).renewSeals();
    expect(await db.selectFrom("staff_second_factor").select("sealed_secret").execute(), "and left alone then").toEqual(
      once,
    );
    clock.advance(60_000);
    expect(await under(rotated("b")).check(ann.id, ann.code())).toBe(true);

    await under(rotated("c", "b")).renewSeals();
    clock.advance(60_000);
    expect(await under(rotated("c")).check(ann.id, ann.code())).toBe(true);
    expect(await under(rotated("c")).isSet(ann.id)).toBe(true);
  });

  it("that no accepted secret opens stay as they are, for the day it is given back", async () => {
    const { db } = await open();
    const clock = fixedClock(Date.UTC(2026, 5, 1, 12));
    const under = (secret: Rotating) => secondFactors({ db, clock, seal: seal(secret, "second factor") });
    const id = newId();
    const email = "eve@copper-lid.example";
    await db.insertInto("staff").values({ id, email_norm: email, display_name: "Eve", password_hash: "x" }).execute();
    const secret = (await under(rotated("a")).begin(id)) ?? Buffer.alloc(0);
    await under(rotated("z")).renewSeals();
    expect(await under(rotated("z")).check(id, totpCode(secret, totpStep(clock.now())))).toBe(false);
    expect(await under(rotated("a")).check(id, totpCode(secret, totpStep(clock.now())))).toBe(true);
  });
});
