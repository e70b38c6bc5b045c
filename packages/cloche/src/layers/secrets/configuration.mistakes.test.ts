/** A configuration is whole or the start stops, with every mistake at once and never a value. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import {
  type AsyncSource,
  ConfigurationError,
  configuration,
  envFile,
  environment,
  fixedSource,
  mountedFiles,
  type Secret,
  secret,
  setting,
} from "./index.js";

const STRONG = "k3Vd9-Qm2xT7bLw0_Zr8sYh4nCe6uAjPfGo1iKt5";
const CANARY = "canary9f2cQx";

const settings = {
  PORT: setting({ schema: z.coerce.number().int().min(1024), describe: "The port to listen on.", default: 3000 }),
  PUBLIC_URL: setting({ schema: z.url(), describe: "Where guests reach the API." }),
  MODE: setting({ schema: z.enum(["production", "development"]), describe: "The mode.", default: "development" }),
  NOTE: setting({ schema: z.string().optional(), describe: "A note." }),
  JWT_SECRET: secret({ describe: "Signs tokens." }),
  STRIPE_KEY: secret({ describe: "Calls Stripe.", minBytes: 16, optional: true }),
};
const load = (held: Record<string, string>, production = false) =>
  configuration({ settings, sources: [fixedSource(held)], production }).load();
const whole = { PUBLIC_URL: "https://table.test/", JWT_SECRET: STRONG };

function mistakesOf(run: () => unknown): ConfigurationError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("The configuration was accepted.");
}

describe("a whole configuration", () => {
  it("gives typed values, secrets wrapped", () => {
    const { values, provenance } = load(whole);
    expectTypeOf(values.PORT).toEqualTypeOf<number>();
    expectTypeOf(values.MODE).toEqualTypeOf<"production" | "development">();
    expectTypeOf(values.NOTE).toEqualTypeOf<string | undefined>();
    expectTypeOf(values.JWT_SECRET).toEqualTypeOf<Secret<string>>();
    expectTypeOf(values.STRIPE_KEY).toEqualTypeOf<Secret<string> | undefined>();
    expect(values.PORT).toBe(3000);
    expect(values.NOTE).toBeUndefined();
    expect(values.JWT_SECRET.reveal()).toBe(STRONG);
    expect(values.STRIPE_KEY).toBeUndefined();
    expect(provenance("PORT")).toBe("default");
    expect(provenance("JWT_SECRET")).toBe("fixed values");
    expect(provenance("STRIPE_KEY")).toBeUndefined();
  });

  it("prints no secret when it is inspected or put into JSON", () => {
    const loaded = load(whole);
    expect(JSON.stringify(loaded.values)).not.toContain(STRONG);
    expect(inspect(loaded, { depth: 9, getters: true, showHidden: true })).not.toContain(STRONG);
    expect(loaded.secrets().map((each) => each.reveal())).toEqual([STRONG]);
  });

  it("reads a secret through its schema", () => {
    const { values } = configuration({
      settings: {
        KEYS: secret({ describe: "Keys.", minBytes: 8, schema: z.string().transform((text) => text.split(",")) }),
      },
      sources: [fixedSource({ KEYS: "x7Qp2Lm9,v4Rt8Wz1" })],
      production: true,
    }).load();
    expectTypeOf(values.KEYS).toEqualTypeOf<Secret<string[]>>();
    expect(values.KEYS.reveal()).toEqual(["x7Qp2Lm9", "v4Rt8Wz1"]);
  });
});

describe("mistakes", () => {
  it("are all listed at once", () => {
    const error = mistakesOf(() => load({ PORT: "80", MODE: "prod", STRIPE_KEY: "sk_test_51Habcdefghijk" }, true));
    expect(error.problems.map((problem) => problem.name)).toEqual([
      "PORT",
      "PUBLIC_URL",
      "MODE",
      "JWT_SECRET",
      "STRIPE_KEY",
    ]);
    expect(error.message).toContain("PUBLIC_URL: It is missing. It is for: Where guests reach the API.");
  });

  it("never carry a value, not even where a schema quotes it", () => {
    const quoting = z.string().refine(() => false, { error: (issue) => `got ${String(issue.input).slice(0, 8)}` });
    const quoted = { ...settings, LEAKY: setting({ schema: quoting, describe: "Quotes." }) };
    const quotedSecret = { ...quoted, WRAPPED: secret({ describe: "Quotes.", minBytes: 0, schema: quoting }) };
    const held = { PORT: CANARY, PUBLIC_URL: CANARY, MODE: CANARY, LEAKY: CANARY, WRAPPED: CANARY, JWT_SECRET: CANARY };
    const sources = [fixedSource(held)];
    const error = mistakesOf(() => configuration({ settings: quotedSecret, sources, production: true }).load());
    expect(error.problems).toHaveLength(6);
    for (const shown of [error.message, error.stack ?? "", inspect(error, { depth: 9 }), JSON.stringify(error)]) {
      expect(shown).not.toContain(CANARY.slice(0, 6));
    }
  });

  it.each(["changeme", "sk_test_4eC39HqLyjWDarjtT1zdp7dc00000", "short", "a".repeat(40)])(
    "stop production but not local work for the weak secret %j",
    (weak) => {
      expect(mistakesOf(() => load({ ...whole, JWT_SECRET: weak }, true)).problems).toHaveLength(1);
      const local = load({ ...whole, JWT_SECRET: weak });
      expect(local.values.JWT_SECRET.reveal()).toBe(weak);
      expect(local.warnings.map((warning) => warning.name)).toEqual(weak.startsWith("sk_test_") ? [] : ["JWT_SECRET"]);
    },
  );

  it("count an empty text as missing", () => {
    expect(mistakesOf(() => load({ PUBLIC_URL: "", JWT_SECRET: "" })).problems).toHaveLength(2);
  });

  it("name the file and line of a broken .env once", () => {
    const path = join(mkdtempSync(join(tmpdir(), "env-")), ".env");
    writeFileSync(path, `JWT_SECRET="${CANARY}\n`);
    const error = mistakesOf(() => configuration({ settings, sources: [envFile(path)], production: false }).load());
    expect(error.problems).toEqual([{ name: `${path} line 1`, reason: "A double quote never closes." }]);
  });

  it("do not fall through a source that cannot be read", () => {
    const folder = mkdtempSync(join(tmpdir(), "secrets-"));
    mkdirSync(join(folder, "JWT_SECRET"));
    const sources = [mountedFiles(folder), fixedSource(whole)];
    const error = mistakesOf(() => configuration({ settings, sources, production: false }).load());
    expect(error.problems.map((problem) => problem.name)).toEqual(["JWT_SECRET"]);
    expect(error.message).toContain("EISDIR");
  });
});

describe("production", () => {
  const decided = (production: (values: { MODE?: string }) => boolean, mode: string) => () =>
    configuration({
      settings,
      sources: [fixedSource({ ...whole, JWT_SECRET: "changeme", MODE: mode })],
      production,
    }).load();

  it("is decided by the settings", () => {
    expect(decided(({ MODE }) => MODE === "production", "development")().production).toBe(false);
    expect(decided(({ MODE }) => MODE === "production", "production")).toThrow(ConfigurationError);
  });

  it("is assumed where the decision fails", () => {
    expect(
      decided(() => {
        throw new Error("no");
      }, "development"),
    ).toThrow(/placeholder/);
    expect(decided((() => undefined) as unknown as () => boolean, "development")).toThrow(/placeholder/);
  });
});

describe("sources", () => {
  it("are asked in order, and an empty value hides nothing", () => {
    const folder = mkdtempSync(join(tmpdir(), "secrets-"));
    writeFileSync(join(folder, "jwt_secret"), `${STRONG}\n`);
    writeFileSync(join(folder, ".env"), "PORT=4000\nPUBLIC_URL=https://file.test\nLEFT_BEHIND=1\n");
    const chain = configuration({
      settings,
      sources: [
        environment({ PORT: "", PUBLIC_URL: "https://first.test" }),
        envFile(join(folder, ".env")),
        mountedFiles(folder),
      ],
      production: true,
    }).load();
    expect(chain.values.PORT).toBe(4000);
    expect(chain.values.PUBLIC_URL).toBe("https://first.test");
    expect(chain.values.JWT_SECRET.reveal()).toBe(STRONG);
    expect(chain.provenance("PORT")).toBe(join(folder, ".env"));
    expect(chain.provenance("PUBLIC_URL")).toBe("environment");
    expect(chain.drift().unused).toEqual(["LEFT_BEHIND"]);
  });

  it("read no file outside the mounted folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "secrets-"));
    mkdirSync(join(folder, "in"));
    writeFileSync(join(folder, "outside"), "x");
    expect(mountedFiles(join(folder, "in")).read("../outside")).toBeUndefined();
    expect(mountedFiles(join(folder, "missing")).read("A")).toBeUndefined();
  });

  it("inherit nothing from a prototype", () => {
    expect(environment({}).read("constructor")).toBeUndefined();
    expect(fixedSource({}).read("toString")).toBeUndefined();
  });

  it("may answer later", async () => {
    const manager: AsyncSource = {
      name: "manager",
      read: async (name) => (name === "JWT_SECRET" ? { value: STRONG, provenance: "manager version 3" } : undefined),
    };
    const given = { PUBLIC_URL: whole.PUBLIC_URL };
    const loader = configuration({ settings, sources: [fixedSource(given), manager], production: true });
    expectTypeOf(loader).not.toHaveProperty("load");
    const loaded = await loader.loadAsync();
    expect(loaded.provenance("JWT_SECRET")).toBe("manager version 3");
  });

  it("that fail later quote nothing of their own error", async () => {
    const manager: AsyncSource = { name: "manager", read: () => Promise.reject(new Error(`denied ${CANARY}`)) };
    const loading = configuration({ settings, sources: [manager], production: true }).loadAsync();
    await expect(loading).rejects.toThrow(/JWT_SECRET: manager could not be read/);
    await expect(loading).rejects.not.toThrow(CANARY);
  });
});

describe("phases", () => {
  const phased = {
    ANALYTICS_ID: setting({ schema: z.string(), describe: "Built into the pages.", phase: "build" }),
    DATABASE_URL: secret({ describe: "The database.", minBytes: 0 }),
    SMS_TOKEN: secret({ describe: "Sends messages.", phase: "lazy" }),
  };
  const loader = (held: Record<string, string>) =>
    configuration({ settings: phased, sources: [fixedSource(held)], production: true });

  it("let a build run without the secrets of the running process", () => {
    const { values } = loader({ ANALYTICS_ID: "G-1" }).load("build");
    expect(values.ANALYTICS_ID).toBe("G-1");
    expect(() => values.DATABASE_URL).toThrow(/DATABASE_URL: It is missing/);
  });

  it("check a lazy secret when it is first used, as strictly as any", () => {
    const { values } = loader({ DATABASE_URL: "postgres://db", SMS_TOKEN: "changeme" }).load();
    expect(values.DATABASE_URL.reveal()).toBe("postgres://db");
    expect(() => values.SMS_TOKEN).toThrow(/SMS_TOKEN: It is a well-known placeholder/);
  });
});

describe("drift", () => {
  it("names what is missing and what is left over", () => {
    const loaded = load({ ...whole, JWT_SECRT: "x" });
    expect(loaded.drift()).toEqual({ declared: Object.keys(settings), missing: [], unused: ["JWT_SECRT"] });
    const lazy = {
      A: secret({ describe: "Later.", phase: "lazy" }),
      B: setting({ schema: z.string(), describe: "B.", phase: "build" }),
    };
    expect(
      configuration({ settings: lazy, sources: [fixedSource({})], production: true })
        .load()
        .drift().missing,
    ).toEqual(["A", "B"]);
  });
});

describe("a declaration", () => {
  it("with a misspelt option is refused by name", () => {
    const misspelt = { describe: "Signs.", minByte: 64 };
    expect(() => secret(misspelt)).toThrow(/secret\.minByte.*Did you mean "minBytes"/);
    expect(() => setting({ schema: z.string(), describe: "" })).toThrow(/describe/);
    expect(() => setting({ schema: {} as never, describe: "x" })).toThrow(/schema_unsupported/);
  });

  it("that makes a secret needs a place to keep it", () => {
    const made = { A: secret({ describe: "Made.", generateLocally: true }) };
    expect(() => configuration({ settings: made, sources: [], production: false })).toThrow(/pantry/);
  });

  it("must have a name an environment can hold", () => {
    const odd = { "A-B": setting({ schema: z.string(), describe: "Odd." }) };
    expect(() => configuration({ settings: odd, sources: [], production: false })).toThrow(/underscores/);
  });

  it("with a schema that answers later is a mistake", () => {
    const later = { A: setting({ schema: z.string().refine(async () => true), describe: "Later." }) };
    const run = () => configuration({ settings: later, sources: [fixedSource({ A: "x" })], production: false }).load();
    expect(mistakesOf(run).problems.map((problem) => problem.name)).toEqual(["A"]);
  });
});
