import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ConfigError } from "../../kernel/index.js";
import { emailAddress, fileName, identifier, markdown, phoneNumber, plainText, richText, safeUrl } from "./index.js";

const codes = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map((issue) => (issue.code === "custom" ? issue.params?.code : issue.code));

describe("field types", () => {
  it("clean what they take", () => {
    const schema = z.object({
      name: plainText(10, { min: 1 }),
      note: plainText(40, { multiline: true }),
      html: richText("comment"),
      source: markdown(),
      table: identifier(),
      site: safeUrl(),
      file: fileName(),
      mail: emailAddress(),
      phone: phoneNumber({ countryCode: "49" }),
    });
    expect(
      schema.parse({
        name: " A\u202eda ",
        note: "no onions\r\nx < y",
        html: "<p onclick=x>hi",
        source: "# hi\r\n<b>",
        table: " t-1",
        site: "https://A.example",
        file: "../a.pdf",
        mail: "a@B.example",
        phone: "030 123456",
      }),
    ).toEqual({
      name: "Ada",
      note: "no onions\nx < y",
      html: "<p>hi</p>",
      source: "# hi\n<b>",
      table: "t-1",
      site: "https://a.example/",
      file: "a.pdf",
      mail: "a@b.example",
      phone: "+4930123456",
    });
  });

  it("refuse rather than cut what is too long, and what is blank once cleaned", () => {
    expect(codes(plainText(5), "123456")).toEqual(["too_big"]);
    expect(codes(plainText(5), "x".repeat(1_000_000))).toEqual(["too_big"]);
    expect(codes(plainText(5), "  12345  ")).toBeUndefined();
    expect(codes(plainText(5, { min: 1 }), " \u200b\u3164 ")).toEqual(["too_small"]);
    expect(codes(richText("inline", { max: 5 }), "<b>x</b>")).toEqual(["too_big"]);
  });

  it("tell each refusal by its own code", () => {
    expect(codes(identifier(), "a b")).toEqual(["invalid_identifier"]);
    expect(codes(safeUrl(), "javascript:x")).toEqual(["invalid_url"]);
    expect(codes(fileName(), "..")).toEqual(["invalid_file_name"]);
    expect(codes(emailAddress(), "x")).toEqual(["invalid_email"]);
    expect(codes(phoneNumber(), "x")).toEqual(["invalid_phone"]);
    expect(codes(plainText(5), 5)).toEqual(["invalid_type"]);
  });

  it("hold nothing that could wait, so that a schema of them is read at once", () => {
    const types = [plainText(9), markdown(), richText("inline"), identifier(), safeUrl(), fileName(), emailAddress()];
    const kinds = [...types, phoneNumber()].flatMap((type) =>
      type._zod.def.checks?.map((check) => check._zod.def.check),
    );
    expect(kinds).not.toContain("custom");
  });

  it("describe themselves in JSON Schema", () => {
    expect(z.toJSONSchema(plainText(280, { min: 1 }), { io: "input" })).toMatchObject({
      type: "string",
      minLength: 1,
      maxLength: 280,
    });
    expect(z.toJSONSchema(emailAddress(), { io: "input" })).toMatchObject({ type: "string" });
  });

  it.each([
    () => plainText(0),
    () => plainText(5, { min: 6 }),
    () => plainText(5, { multiLine: true } as object),
    () => richText("everything" as "inline"),
    () => safeUrl({ protocols: ["javascript"] }),
    () => phoneNumber({ countryCode: "+49" }),
  ])("stop the start where they are misused: %s", (make) => {
    expect(make).toThrow(ConfigError);
  });
});
