/** A `.env` file means one thing, or it is refused. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEnvText } from "./index.js";

const values = (text: string) => Object.fromEntries(parseEnvText(text).values);
const mistakes = (text: string) => parseEnvText(text).problems;

describe("a .env text", () => {
  it.each([
    ["A=1", { A: "1" }],
    ["  export A = 1  ", { A: "1" }],
    ["# nothing\n\nA=1 # a comment", { A: "1" }],
    ["A=\nB=''\nC=\"\"", { A: "", B: "", C: "" }],
    ["A=#all comment", { A: "" }],
    ["A='a # $HOME \\n'", { A: "a # $HOME \\n" }],
    ['A="a # b" # c', { A: "a # b" }],
    ['A="one\\ntwo\\t\\"three\\" \\\\ \\$"', { A: 'one\ntwo\t"three" \\ $' }],
    [
      'A="-----BEGIN KEY-----\nabc\n-----END KEY-----"\nB=2',
      { A: "-----BEGIN KEY-----\nabc\n-----END KEY-----", B: "2" },
    ],
    ["A=$HOME\nB=\x24{A}", { A: "$HOME", B: "\x24{A}" }],
    ["A=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["\uFEFFA=1", { A: "1" }],
    ["A=postgres://u:p@h/db?x=1&y=2", { A: "postgres://u:p@h/db?x=1&y=2" }],
    ["A=it's", { A: "it's" }],
    ["A=two words", { A: "two words" }],
  ])("%j is read", (text, expected) => {
    expect(mistakes(text)).toEqual([]);
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ["a value that readers cut at different places", "A=abc#def", 1],
    ["an unclosed double quote", 'A=1\nB="never', 2],
    ["an unclosed single quote", "A='never", 1],
    ["text behind a closing quote", 'A="a"b', 1],
    ["a name given twice", "A=1\nA=2", 2],
    ["backticks", "A=`a`", 1],
    ["no assignment", "JUST_A_NAME", 1],
    ["a name with a dash", "A-B=1", 1],
    ["a NUL", "A=a\0b", 1],
  ])("%s is a mistake", (_name, text, line) => {
    expect(mistakes(text).map((problem) => problem.line)).toEqual([line]);
  });

  it("names no value in a mistake", () => {
    expect(JSON.stringify(mistakes("A=canary#9f2\nB='canary\nC=\"canary"))).not.toContain("canary");
  });

  it("cannot reach a prototype", () => {
    expect(parseEnvText("__proto__=1").values.get("__proto__")).toBe("1");
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it("gives back any value that was written in double quotes", () => {
    const written = (value: string) => `A="${value.replace(/[\\"]/g, "\\$&").replaceAll("\r", "\\r")}"`;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        fc.pre(!value.includes("\0") && !value.includes("\u2028"));
        expect(values(written(value))).toEqual({ A: value });
      }),
    );
  });

  it("reads any text without throwing", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseEnvText(text)));
  });
});
