/** One suite over every secret manager: right values, versions and rotation through the real client, and no word leaks. */
import { inspect } from "node:util";
import { fixedClock } from "cloche";
import { ConfigurationError, configuration, fixedSource, rotating, secret } from "cloche/secrets";
import { afterEach, describe, expect, it } from "vitest";
import { CREDENTIAL, MANAGERS } from "./managers.js";
import { FAILURES, type Shelf } from "./shelf.js";

const CANARY = "Vq8Lw2Xx7Tn4Rb9Ym3Kc6Hd1Jf5Gs0Pb";
const TEXTS = [`old-${CANARY}`, `new-${CANARY.toLowerCase()}`, "Zw3Qn7Lb2Xt9Rv5Km1Hc8Jd4Gf6Ps0Ya"] as const;
const NOW = Math.floor(Date.now() / 1000) * 1000;

const open: Shelf[] = [];
afterEach(() => {
  for (const shelf of open.splice(0)) shelf.close();
});

for (const manager of MANAGERS) {
  describe(manager.title, () => {
    const setUp = async (credential?: string) => {
      const shelf = await manager.open(CANARY);
      open.push(shelf);
      const put = (name: string, ...texts: readonly string[]) => {
        const versions = texts.map((text, at) => ({ text, made: NOW - (texts.length - at) * 60_000, usable: true }));
        shelf.secrets.set(manager.idOf(name), versions);
        return versions;
      };
      const names = { JWT_SECRET: manager.idOf("JWT_SECRET"), OTHER: `${manager.idOf("OTHER")}#field` };
      const source = manager.source(shelf, { names, ...(credential === undefined ? {} : { credential }) });
      const clock = fixedClock(NOW);
      const settings = { JWT_SECRET: rotating(secret({ describe: "Signs." }), { overlap: "1 hour" }) };
      return {
        shelf,
        put,
        source,
        clock,
        loader: configuration({ settings, sources: [source], production: true, clock }),
      };
    };

    it("gives the current version, and tells where it comes from", async () => {
      const { shelf, put, loader } = await setUp();
      put("JWT_SECRET", TEXTS[0]);
      const loaded = await loader.loadAsync();
      expect(loaded.values.JWT_SECRET.current().reveal()).toBe(TEXTS[0]);
      expect(loaded.values.JWT_SECRET.all()).toHaveLength(1);
      expect(loaded.provenance("JWT_SECRET")).toMatch(new RegExp(`^${manager.title}, \\S+, version \\S+$`));
      expect(shelf.complaints).toEqual([]);
    });

    it("gives the version before while the overlap lasts, and a new one without a restart", async () => {
      const { put, loader, clock } = await setUp();
      put("JWT_SECRET", TEXTS[0], TEXTS[1]);
      const { values, watch } = await loader.loadAsync();
      const accepted = () => values.JWT_SECRET.all().map(({ secret: one }) => one.reveal());
      expect(accepted()).toEqual([TEXTS[1], TEXTS[0]]);
      const watching = watch({ every: "10 minutes" });
      put("JWT_SECRET", ...TEXTS);
      await watching.refresh();
      expect(accepted()).toEqual([TEXTS[2], TEXTS[1], TEXTS[0]]);
      clock.advance(3_600_000);
      expect(accepted()).toEqual([TEXTS[2]]);
      watching.stop();
    });

    it("ends a version at once that was taken from the manager", async () => {
      const { put, loader } = await setUp();
      const versions = put("JWT_SECRET", TEXTS[0], TEXTS[1]);
      const { values, watch } = await loader.loadAsync();
      const [stolen] = versions;
      if (stolen !== undefined) stolen.usable = false;
      const watching = watch({ every: "10 minutes" });
      await watching.refresh();
      watching.stop();
      expect(values.JWT_SECRET.all().map(({ secret: one }) => one.reveal())).toEqual([TEXTS[1]]);
    });

    it.runIf(manager.tellsSince)(
      "does not take up a version again whose overlap was over before the start",
      async () => {
        const { shelf, loader } = await setUp();
        const versions = TEXTS.slice(0, 2).map((text, at) => ({
          text,
          made: NOW - (2 - at) * 3_600_000,
          usable: true,
        }));
        shelf.secrets.set(manager.idOf("JWT_SECRET"), versions);
        expect((await loader.loadAsync()).values.JWT_SECRET.all()).toHaveLength(1);
      },
    );

    it("leaves what it does not hold to the next source", async () => {
      const { source } = await setUp();
      const settings = { JWT_SECRET: secret({ describe: "Signs." }), PLAIN: secret({ describe: "Plain." }) };
      const sources = [source, fixedSource({ JWT_SECRET: TEXTS[0], PLAIN: TEXTS[1] })];
      const { provenance } = await configuration({ settings, sources, production: true }).loadAsync();
      expect([provenance("JWT_SECRET"), provenance("PLAIN")]).toEqual(["fixed values", "fixed values"]);
    });

    it("gives one field of a JSON object", async () => {
      const { put, source } = await setUp();
      const object = { field: TEXTS[0], count: 3 };
      put("OTHER", JSON.stringify(object));
      // Vault's secrets are objects by themselves: here the field is one whose text is JSON.
      if (manager.title === "HashiCorp Vault") return;
      expect((await source.read("OTHER"))?.value).toBe(TEXTS[0]);
    });

    it("asks once for what is asked for at once", async () => {
      const { shelf, put, source } = await setUp();
      put("JWT_SECRET", TEXTS[0]);
      await source.read("JWT_SECRET");
      const one = shelf.requests;
      await Promise.all([source.read("JWT_SECRET"), source.read("JWT_SECRET"), source.read("JWT_SECRET")]);
      expect(shelf.requests - one).toBeLessThanOrEqual(one);
    });

    it("says that its credentials were refused, and not what they were", async () => {
      const { put, loader } = await setUp(CANARY);
      put("JWT_SECRET", TEXTS[0]);
      const error = await failure(loader.loadAsync());
      expect(error.message).toContain("It refused the credentials");
      expectNothingIn(error);
    });

    it.each(FAILURES)("keeps the last good value through %s, and tells no word of it", async (kind) => {
      const { shelf, put, loader } = await setUp();
      put("JWT_SECRET", TEXTS[0]);
      const { values, watch } = await loader.loadAsync();
      const told: unknown[] = [];
      const watching = watch({
        every: "10 minutes",
        onFailure: (problems) => told.push(problems),
        emit: (event) => told.push(event),
      });
      put("JWT_SECRET", ...TEXTS);
      shelf.failure = kind;
      await watching.refresh();
      expect(values.JWT_SECRET.current().reveal()).toBe(TEXTS[0]);
      expect(told.length).toBeGreaterThan(1);
      expectNothingIn(told);
      expectNothingIn(await failure(loader.loadAsync()));
      shelf.failure = undefined;
      await watching.refresh();
      watching.stop();
      expect(values.JWT_SECRET.current().reveal()).toBe(TEXTS[2]);
    });
  });
}

async function failure(work: Promise<unknown>): Promise<ConfigurationError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

function expectNothingIn(told: unknown): void {
  const printed = [
    inspect(told, { depth: null, showHidden: true, getters: true }),
    JSON.stringify(told),
    told instanceof Error ? `${told.stack ?? ""}${String(told.cause)}` : "",
  ].join("\n");
  for (const text of [CANARY, CREDENTIAL, ...TEXTS]) {
    for (let at = 0; at + 8 <= text.length; at += 1) expect(printed).not.toContain(text.slice(at, at + 8));
  }
}
