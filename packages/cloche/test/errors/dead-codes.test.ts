/** Every code is really answered or thrown somewhere: a page of codes that never come teaches nothing. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FAULTS, REFUSALS } from "../../src/kernel/index.js";
import { REFRESH_FAULTS, TOKEN_FAULTS } from "../../src/layers/jwt/index.js";
import { WEBHOOK_FAULTS } from "../../src/layers/webhooks/index.js";

const SOURCES = fileURLToPath(new URL("../../src/", import.meta.url));

/** Where codes are declared or described, which is no use. */
const TELLS_ONLY = /^(?:kernel\/errors|gate\/openapi)\.ts$/;

const code = (readdirSync(SOURCES, { recursive: true, encoding: "utf8" }) as string[])
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !/\.(?:test|contract)\.ts$/.test(file) && !TELLS_ONLY.test(file))
  .map((file) => withoutComments(readFileSync(join(SOURCES, file), "utf8")))
  .join("\n");

/** The texts in the first argument of `calls`: one code, or the codes of a choice. */
function given(calls: string): Set<string> {
  const firsts = code.matchAll(new RegExp(`\\b(?:${calls})\\(([^,;()]*)`, "g"));
  return new Set([...firsts].flatMap(([, first = ""]) => [...first.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name)));
}

const thrown = given("configFault|new ConfigError");
const answered = given("refuse|refusalsFor");

describe("configuration faults", () => {
  it.each(Object.keys(FAULTS).filter((name) => name !== "configuration_invalid"))("%s is thrown", (name) => {
    expect([...thrown]).toContain(name);
  });

  it("configuration_invalid is the code of the error that tells every mistake of a configuration at once", () => {
    expect(code).toContain('readonly code = "configuration_invalid"');
  });
});

describe("refusals", () => {
  // What a framework refuses by itself is translated by its status, in a table of the gate.
  const translated = new Set([...code.matchAll(/^\s*4\d\d: "(\w+)",$/gm)].map(([, name]) => name));

  it.each(Object.keys(REFUSALS))("%s is answered", (name) => {
    expect(answered.has(name) || translated.has(name)).toBe(true);
  });
});

describe.each([
  ["token", TOKEN_FAULTS],
  ["refresh", REFRESH_FAULTS],
  ["webhook", WEBHOOK_FAULTS],
])("%s faults", (_what, faults) => {
  it.each(Object.keys(faults))("%s is told", (name) => expect(code.includes(`"${name}"`)).toBe(true));
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
