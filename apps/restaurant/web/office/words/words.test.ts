/** The office's words in one language against the other: nothing forgotten, and nothing that is said lost. */
import { describe, expect, it } from "vitest";
import { words as de } from "./de.js";
import { words as en } from "./en.js";

/** What German writes as English does. */
const SAME: readonly string[] = [
  ...[
    "Name",
    "Live",
    "LIVE",
    "Station",
    "Partner",
    "App",
    "Code",
    "Route",
    "Stripe",
    "Razorpay",
    "Twilio",
    "Option 211",
    "211 min",
  ],
];

type Entry = string | ((...said: readonly string[]) => string);
/** What is said to a function: numbers in both languages' texts, each to be found again. */
const SAID = ["211", "322", "433", "544", "655", "766"];

/** Every entry by its path; a function by what it makes of what is said to it. */
function entriesOf(words: object, path = ""): readonly (readonly [string, string, number])[] {
  return Object.entries(words).flatMap(([name, entry]: [string, Entry | object]) => {
    const at = path === "" ? name : `${path}.${name}`;
    if (typeof entry === "string") return [[at, entry, 0] as const];
    if (typeof entry === "function") return [[at, (entry as (...said: string[]) => string)(...SAID), entry.length]];
    return entriesOf(entry, at);
  });
}

describe("the office's words", () => {
  const german = new Map(entriesOf(de).map(([path, text]) => [path, text]));
  const english = entriesOf(en);

  it("are in German all, but for those that are the same there", () => {
    const same = english.filter(([path, text]) => german.get(path) === text && /\p{L}/u.test(text));
    expect(same.filter(([, text]) => !SAME.includes(text)).map(([path, text]) => `${path}: ${text}`)).toEqual([]);
    expect(
      SAME.filter((text) => !same.some(([, one]) => one === text)),
      "no longer the same",
    ).toEqual([]);
  });

  it("say in German all that they are told in English", () => {
    const numbers = (text: string) => SAID.filter((said) => text.includes(said));
    const lost = english
      .filter(([path, text]) => numbers(text).join() !== numbers(german.get(path) ?? "").join())
      .map(([path]) => path);
    expect(lost).toEqual([]);
  });

  it("leave nothing empty", () => {
    expect([...english, ...entriesOf(de)].filter(([, text]) => text.trim() === "").map(([path]) => path)).toEqual([]);
  });
});
