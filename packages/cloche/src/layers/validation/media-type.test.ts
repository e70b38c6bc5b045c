import { describe, expect, it } from "vitest";
import { mediaType } from "./index.js";

describe("mediaType", () => {
  it.each([
    ["application/json", "application/json", {}],
    ["Application/JSON", "application/json", {}],
    ["application/json;charset=utf-8", "application/json", { charset: "utf-8" }],
    ["application/json \t;\t charset=utf-8", "application/json", { charset: "utf-8" }],
    ['application/json; Charset="UTF-8"', "application/json", { charset: "UTF-8" }],
    ['text/plain; a="x\\"y;z"', "text/plain", { a: 'x"y;z' }],
    ["application/json;", "application/json", {}],
    ["application/json;;a=b", "application/json", { a: "b" }],
    [" \tapplication/json\t ", "application/json", {}],
    ["application/vnd.api+json; __proto__=x", "application/vnd.api+json", { ["__proto__"]: "x" }],
  ])("reads %j", (header, type, parameters) => {
    const media = mediaType(header);
    expect(media?.type).toBe(type);
    expect(Object.entries(media?.parameters ?? {})).toEqual(Object.entries(parameters));
  });

  it.each([
    undefined,
    "",
    "application",
    "application/",
    "/json",
    "application /json",
    "application/ json",
    "application/json\ta",
    "application/json charset=utf-8",
    "application/json; charset",
    "application/json; charset =utf-8",
    "application/json; charset= utf-8",
    'application/json; charset="utf-8',
    "application/json; charset=utf-8; CHARSET=utf-7",
    "application/json, text/plain",
    "application/json\u00a0",
    "application/json\u000b;a=b",
    "application/json\r\nx: y",
    `application/json;a=${"x".repeat(600)}`,
  ])("refuses %j", (header) => {
    expect(mediaType(header)).toBeUndefined();
  });

  it("takes no longer for a hostile header", () => {
    const started = process.cpuUsage();
    for (let round = 0; round < 1_000; round += 1) mediaType(`a/b${";".repeat(250)}${" ".repeat(250)}x`);
    expect(process.cpuUsage(started).user).toBeLessThan(2e6);
  });
});
