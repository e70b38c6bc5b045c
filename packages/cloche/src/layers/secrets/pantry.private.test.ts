/** Secrets made for local work stay private to their owner, stay the same, and never reach production. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigurationError, configuration, fixedSource, secret } from "./index.js";
import { pantry } from "./pantry.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pantry-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const settings = { JWT_SECRET: secret({ describe: "Signs tokens.", generateLocally: true }) };
const load = (folder: string, production = false, held: Record<string, string> = {}) =>
  configuration({ settings, sources: [fixedSource(held)], production, pantry: folder }).load();
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("the pantry", () => {
  it("keeps a made secret in a file and folder only the owner can open", () => {
    const before = process.umask(0);
    try {
      load(join(root, "deep", "data"));
    } finally {
      process.umask(before);
    }
    expect(modeOf(join(root, "deep", "data"))).toBe("700");
    expect(modeOf(join(root, "deep", "data", "secrets.json"))).toBe("600");
    expect(readdirSync(join(root, "deep", "data")).sort()).toEqual([".gitignore", "secrets.json"]);
  });

  it("is never seen by version control", () => {
    execFileSync("git", ["init", "--quiet", root]);
    load(join(root, "data"));
    expect(execFileSync("git", ["-C", root, "status", "--porcelain"], { encoding: "utf8" })).toBe("");
  });

  it("gives the same secret at the next start, and says where it came from", () => {
    const first = load(root);
    const second = load(root);
    expect(second.values.JWT_SECRET.reveal()).toBe(first.values.JWT_SECRET.reveal());
    expect(Buffer.from(first.values.JWT_SECRET.reveal(), "base64url")).toHaveLength(32);
    expect(first.provenance("JWT_SECRET")).toBe(`generated in ${join(root, "secrets.json")}`);
  });

  it("closes a folder that others could enter", () => {
    chmodSync(root, 0o755);
    load(root);
    expect(modeOf(root)).toBe("700");
  });

  it("closes a file that others could read", () => {
    load(root);
    chmodSync(join(root, "secrets.json"), 0o644);
    load(root);
    expect(modeOf(join(root, "secrets.json"))).toBe("600");
  });

  it("keeps what it already holds when another secret is added", () => {
    const first = load(root).values.JWT_SECRET.reveal();
    const both = {
      ...settings,
      COOKIE_SECRET: secret({ describe: "Seals cookies.", generateLocally: true, minBytes: 64 }),
    };
    const { values } = configuration({
      settings: both,
      sources: [fixedSource({})],
      production: false,
      pantry: root,
    }).load();
    expect(values.JWT_SECRET.reveal()).toBe(first);
    expect(Buffer.byteLength(values.COOKIE_SECRET.reveal())).toBeGreaterThanOrEqual(64);
  });

  it("makes a secret of the form that is asked for", () => {
    const form = {
      HOOK: secret({ describe: "Verifies.", generateLocally: () => "whsec_bG9jYWw4ZjdzZGY5OHNkZjd4eXowMTIz" }),
    };
    const { values } = configuration({
      settings: form,
      sources: [fixedSource({})],
      production: false,
      pantry: root,
    }).load();
    expect(values.HOOK.reveal()).toMatch(/^whsec_/);
  });

  it("does not touch the disk where every secret is given", () => {
    const folder = join(root, "unused");
    load(folder, false, { JWT_SECRET: "k3Vd9-Qm2xT7bLw0_Zr8sYh4nCe6uAjPfGo1iKt5" });
    expect(existsSync(folder)).toBe(false);
  });

  it("neither makes nor uses a local secret in production", () => {
    load(root);
    expect(() => load(root, true)).toThrow(ConfigurationError);
    expect(() => load(join(root, "none"), true)).toThrow(ConfigurationError);
    expect(existsSync(join(root, "none"))).toBe(false);
  });

  it.each(["", "not json", "[]", '{"JWT_SECRET":7}'])(
    "refuses a broken file (%j) without quoting or replacing it",
    (text) => {
      writeFileSync(join(root, "secrets.json"), text);
      expect(() => load(root)).toThrow(/secrets\.json: It is not a JSON object/);
      expect(readFileSync(join(root, "secrets.json"), "utf8")).toBe(text);
    },
  );

  it("gives two processes that start together the secret of the one that was first", () => {
    const declared = (generate: () => string) => secret({ describe: "Signs.", generateLocally: generate });
    const slow = declared(() => {
      pantry(root).keep(
        "JWT_SECRET",
        declared(() => "made-by-the-first"),
      );
      return "made-by-the-second";
    });
    expect(pantry(root).keep("JWT_SECRET", slow)?.value).toBe("made-by-the-first");
    expect(pantry(root).find("JWT_SECRET")?.value).toBe("made-by-the-first");
    expect(readdirSync(root).sort()).toEqual([".gitignore", "secrets.json"]);
  });
});
