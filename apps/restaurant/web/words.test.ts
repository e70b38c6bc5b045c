/** The translation files: no text is left in English by mistake. */
import { describe, expect, it } from "vitest";

/** Office and kitchen hold their own. */
const CATALOGS = import.meta.glob<Record<string, unknown>>("./{guest,track,sign-in,reference,shared}/words/**/*.ts");
const ENGLISH = Object.keys(CATALOGS).filter((file) => /[./]en\.ts$/.test(file));

/** What both languages say alike. */
const ALIKE = ["Code", "Name", "OpenAPI 3.1"];

/** Every text of a catalog by its path; of a function the texts that its source holds. */
function textsOf(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, heldBy(String(value))]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, path === "" ? key : `${path}.${key}`));
}

/** Without the language's own code, by which both would differ. */
function heldBy(source: string): string {
  const texts = [...source.matchAll(/"[^"]*"|`[^`]*`/g)].map(([text]) =>
    text.replaceAll(/\$\{[^}]*\}/g, "").slice(1, -1),
  );
  return texts.filter((text) => text !== "en" && text !== "de").join(" ");
}

async function catalog(file: string): Promise<ReadonlyMap<string, string>> {
  return new Map(textsOf(await CATALOGS[file]?.(), ""));
}

describe("the translation files", () => {
  it("are there", () => {
    for (const page of ["guest", "track", "sign-in", "reference", "shared"]) {
      expect(ENGLISH).toContain(`./${page}/words/en.ts`);
    }
  });

  it.each(ENGLISH)("%s is German in German", async (file) => {
    const [english, german] = await Promise.all([catalog(file), catalog(file.replace(/en\.ts$/, "de.ts"))]);
    expect(english.size).toBeGreaterThan(0);
    const left = [...english].filter(
      ([path, text]) => /\p{L}/u.test(text) && german.get(path) === text && !ALIKE.includes(text.trim()),
    );
    expect(left).toEqual([]);
  });
});
