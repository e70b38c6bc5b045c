/** No secret is published under a prefix that bundlers build into pages, and platforms are known by their variables. */
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import {
  ConfigurationError,
  configuration,
  environment,
  fixedSource,
  type PlatformName,
  platform,
  rotating,
  secret,
  setting,
} from "./index.js";

const KEY = "k3Vd9-Qm2xT7bLw0_Zr8sYh4nCe6uAjPfGo1iKt5";

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "";
}

describe("a published secret", () => {
  it.each(["NEXT_PUBLIC_", "VITE_", "REACT_APP_", "PUBLIC_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_", "VUE_APP_"])(
    "is refused by its name under %s",
    (prefix) => {
      const settings = { [`${prefix}STRIPE`]: secret({ describe: "Pays." }) };
      expect(messageOf(() => configuration({ settings, sources: [], production: true }))).toContain(prefix);
    },
  );

  it("is found under another name, in any source, and not repeated", async () => {
    const settings = { STRIPE_KEY: secret({ describe: "Pays." }) };
    const values = { STRIPE_KEY: KEY, NEXT_PUBLIC_API: `https://pay.test/?key=${KEY}`, NEXT_PUBLIC_NAME: "Table" };
    for (const source of [environment(values), fixedSource(values)]) {
      const loader = configuration({ settings, sources: [source], production: false });
      const message = messageOf(() => loader.load());
      expect(message).toContain("NEXT_PUBLIC_API: It holds the secret STRIPE_KEY");
      expect(message).not.toContain("NEXT_PUBLIC_NAME");
      expect(message).not.toContain(KEY.slice(0, 8));
      await expect(loader.loadAsync()).rejects.toThrow("NEXT_PUBLIC_API: It holds the secret STRIPE_KEY");
      expect((await loader.examine()).problems.map(({ name }) => name)).toEqual(["NEXT_PUBLIC_API"]);
    }
  });

  it("is found in the version before too", () => {
    const settings = { KEY: rotating(secret({ describe: "Signs." }), { overlap: 60 }) };
    const values = { KEY: `${KEY}x`, KEY_PREVIOUS: `${KEY}y`, VITE_KEY: `${KEY}y` };
    expect(
      messageOf(() => configuration({ settings, sources: [fixedSource(values)], production: true }).load()),
    ).toContain("VITE_KEY: It holds the secret KEY");
  });
});

describe("a declaration that cannot hold", () => {
  it.each([
    [
      "the version before declared by itself",
      { K: rotating(secret({ describe: "x" }), { overlap: 60 }), K_PREVIOUS: secret({ describe: "x" }) },
    ],
  ])("is refused: %s", (_what, settings) => {
    expect(messageOf(() => configuration({ settings, sources: [], production: true }))).toContain("K_PREVIOUS");
  });

  it.each([
    () => rotating(secret({ describe: "x" }), { overlap: 60, lead: 60 }),
    () => rotating(secret({ describe: "x" }), { overlap: 0 }),
    () => rotating(setting({ schema: {} as never, describe: "x" }) as never, { overlap: 60 }),
    () => secret({ describe: "x", expiresAt: "next year" }),
    () => secret({ describe: "x", expiresAt: "2026-13-01" }),
    () => platform("heroku" as PlatformName),
  ])("is refused at start (%#)", (declare) => {
    expect(messageOf(declare)).not.toBe("");
  });
});

describe("a platform", () => {
  it.each([
    ["vercel", { VERCEL_ENV: "preview" }, false],
    ["vercel", { VERCEL_ENV: "production" }, true],
    ["vercel", {}, true],
    ["netlify", { CONTEXT: "deploy-preview" }, false],
    ["netlify", { CONTEXT: "a-branch-of-my-own" }, true],
    ["flyIo", { FLY_REGION: "fra" }, true],
    ["kubernetes", {}, true],
  ] as const)("%s with %j serves production: %s", (name, values, production) => {
    const { settings, production: judge } = platform(name);
    expect(configuration({ settings, sources: [fixedSource(values)], production: judge }).load().production).toBe(
      production,
    );
  });

  it("refuses a value that it never gives, which then relaxes nothing", () => {
    const { settings, production } = platform("vercel");
    const loader = configuration({ settings, sources: [fixedSource({ VERCEL_ENV: "staging" })], production });
    expect(messageOf(() => loader.load())).toContain("VERCEL_ENV: It does not fit its schema: Give one of: production");
  });

  it("reads mounted files before the environment, where it has them", () => {
    expect(platform("kubernetes", { mounts: "/mnt/secrets" }).sources.map(({ name }) => name)).toEqual([
      "/mnt/secrets",
      "environment",
    ]);
    expect(platform("vercel").sources.map(({ name }) => name)).toEqual(["environment"]);
  });
});
