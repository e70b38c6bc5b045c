import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bodyReader } from "./index.js";

const bytes = (text: string) => Buffer.from(text);
const schema = z.object({ note: z.string() });
const reader = bodyReader({ schema });
const valid = bytes('{"note":"x"}');

describe("a body whose content type is odd never reaches the handler unvalidated", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON;CHARSET=UTF-8",
    "application/json\t;charset=utf-8",
    "application/merge-patch+json",
    'application/json; profile="a;b"',
  ])("reads %j as JSON", (type) => {
    expect(reader.refuseHead(type)).toBeUndefined();
    expect(reader.read(type, valid)).toEqual({ value: { note: "x" } });
  });

  it.each([
    "text/plain",
    "application/json\ta",
    "application/ json",
    "application/jsonx",
    "application/jsonp+jsonx",
    "text/x+json",
    "application/json; charset=utf-16",
    "application/json; charset=iso-8859-1",
    "application/json; charset=utf-8; charset=utf-7",
    "application/json, application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
    "application/javascript",
    "",
  ])("answers 415 to %j before and after the bytes", (type) => {
    expect(reader.refuseHead(type)).toMatchObject({ refused: "unsupported_media_type", status: 415 });
    expect(reader.read(type, valid)).toMatchObject({ refused: "unsupported_media_type" });
    expect(reader.read(type, new Uint8Array())).toMatchObject({ refused: "unsupported_media_type" });
  });

  it("answers 415 to a body without a content type, and says what it takes", () => {
    expect(reader.read(undefined, valid)).toMatchObject({ status: 415, headers: [["accept", "application/json"]] });
  });

  it("does not skip the schema when the body is empty", () => {
    const missing = { refused: "validation_failed", errors: [{ path: "", in: "body", code: "required" }] };
    expect(reader.read(undefined, new Uint8Array())).toMatchObject(missing);
    expect(reader.read("application/json", new Uint8Array())).toMatchObject(missing);
    expect(reader.readValue(undefined)).toMatchObject(missing);
  });

  it("lets an optional body be left out", () => {
    const optional = bodyReader({ schema: schema.optional() });
    expect(optional.read(undefined, new Uint8Array())).toEqual({ value: undefined });
  });
});

describe("a form", () => {
  const form = bodyReader({
    schema: z.object({ From: z.string(), tag: z.array(z.string()).optional(), n: z.coerce.number().optional() }),
    accepts: ["form"],
  });
  const read = (text: string) => form.read("application/x-www-form-urlencoded; charset=UTF-8", bytes(text));

  it("is read once, with plus signs as spaces", () => {
    expect(read("From=%2B49+30&n=2")).toEqual({ value: { From: "+49 30", n: 2 } });
    expect(read("From=a&tag=x")).toEqual({ value: { From: "a", tag: ["x"] } });
    expect(read("From=%2541")).toEqual({ value: { From: "%41" } });
  });

  it("is refused as JSON, and JSON as a form", () => {
    expect(form.read("application/json", valid)).toMatchObject({ status: 415 });
  });

  it.each([
    ["From=a&From=b", "validation_failed"],
    ["From=%zz", "malformed_body"],
    ["From=%ff", "malformed_body"],
    ["From=a&__proto__=b", "malformed_body"],
    ["From=a&constructor=b", "malformed_body"],
    ["From=a&extra=1", "validation_failed"],
    ["From=a&n=", "validation_failed"],
    ["From=a&n=0x10", "validation_failed"],
    ["", "validation_failed"],
    [`From=a${"&a=1".repeat(1_001)}`, "malformed_body"],
    [`From=${"a".repeat(70_000)}`, "malformed_body"],
  ])("%.30s is refused", (text, refused) => {
    expect(read(text)).toMatchObject({ refused });
  });
});
