/** Plants components with words of their own, and the code that only looks like it. */
import { describe, expect, it } from "vitest";
import { checkWords } from "./check-words.mjs";
import { planted } from "./source/planted.js";

const found = (component: string) =>
  checkWords(planted({ "web/guest/a.tsx": component }), "web/guest").violations.map(({ line, rule }) => [line, rule]);
const WORDS = "words-in-a-component";

describe("check-words", () => {
  it("finds text between tags, on one line and over several", () => {
    expect(found("const A = () => <p>Hello</p>;")).toEqual([[1, WORDS]]);
    expect(found('const A = () => (\n  <p class="soft">\n    Fetching the menu...\n  </p>\n);')).toHaveLength(1);
    expect(found("const A = () => <p>{count} items</p>;")).toEqual([[1, WORDS]]);
    expect(found("const A = () => <p>Total {sum}</p>;")).toEqual([[1, WORDS]]);
    expect(found("const A = () => <p><b>{x}</b> left</p>;")).toEqual([[1, WORDS]]);
  });

  it("finds what is read aloud or shown by an attribute", () => {
    expect(found('const A = () => <input aria-label="Street" />;')).toEqual([[1, WORDS]]);
    expect(found('const A = () => <img alt="A dish" src={x} />;')).toEqual([[1, WORDS]]);
  });

  it("leaves code, comments, classes and marks alone", () => {
    expect(found("// Says <p>hello</p>\n/** <p>Hello</p> */\nconst A = () => <p>{words.hello}</p>;")).toEqual([]);
    expect(found("const wide = (a: number): boolean => a > 3 && b < 4;\nconst x: Array<string> = [];")).toEqual([]);
    expect(found('const A = () => <p class="soft" title={words.title}>#{number} &times; {price}</p>;')).toEqual([]);
    expect(found(`const A = () => <p>{\`\${a} at \${b}/cancel\`}</p>;`)).toEqual([]);
    expect(found("const A = () => (open ? <p>{a}</p> : null);\nconst b = <i />;")).toEqual([]);
  });

  it("asks of the pages alone, and says where there are none", () => {
    const root = planted({
      "web/guest/a.tsx": "const A = () => <p />;",
      "other/a.tsx": "const A = () => <p>Hello</p>;",
    });
    expect(checkWords(root, "web/").violations).toEqual([]);
    expect(checkWords(root, "elsewhere/").violations.map(({ rule }) => rule)).toEqual(["nothing-scanned"]);
  });
});
