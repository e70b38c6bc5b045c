/** The colours of every page, by day and by night: what is written can be read (WCAG 2.2, 1.4.3 and 1.4.11). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const base = readFileSync(new URL("../web/shared/base.css", import.meta.url), "utf8");

const LEAST = 4.5;
const LEAST_OF_A_MARK = 3;

/** "#rrggbb" of a colour by its name; the first by day, the second by night. */
const colours = new Map(
  [...base.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name = "", day, night]) => [
    name,
    { day: day ?? "", night: night ?? "" },
  ]),
);

type Scheme = "day" | "night";

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, scheme: Scheme): number {
  const [darker = 0, lighter = 0] = [one, other]
    .map((name) => luminance(colours.get(name)?.[scheme] ?? ""))
    .sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const WRITTEN = [
  ...["ink", "soft", "brand", "good", "bad"].flatMap((text) => [
    { text, ground: "paper" },
    { text, ground: "card" },
  ]),
  { text: "on-brand", ground: "brand" },
];

describe.each(["day", "night"] as const)("by %s", (scheme) => {
  it.each(WRITTEN)("$text on $ground can be read", ({ text, ground }) => {
    expect(contrast(text, ground, scheme)).toBeGreaterThanOrEqual(LEAST);
  });

  it.each(["paper", "card"])("the ring around what has the focus is seen on %s", (ground) => {
    expect(contrast("brand", ground, scheme)).toBeGreaterThanOrEqual(LEAST_OF_A_MARK);
  });
});
