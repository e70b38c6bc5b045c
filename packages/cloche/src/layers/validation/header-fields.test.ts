import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldsReader, headerFields } from "./index.js";

function head(lines: readonly (readonly [string, string])[]) {
  const sent = (name: string) => lines.filter(([other]) => other === name).map(([, value]) => value);
  return {
    header: (name: string) => (sent(name).length === 0 ? undefined : sent(name).join(", ")),
    headerCount: (name: string) => sent(name).length,
  };
}

const reader = fieldsReader({
  schema: z.object({ "x-station": z.string(), "x-tag": z.array(z.string()).optional() }),
  in: "header",
});
const read = (...lines: readonly (readonly [string, string])[]) =>
  reader.read(headerFields(head(lines), reader.names ?? []));

describe("the headers a schema declares", () => {
  it("are read, and no others", () => {
    expect(read(["x-station", "grill, left"], ["authorization", "canary"])).toEqual({
      value: { "x-station": "grill, left" },
    });
  });

  it("may come several times only where a list is declared", () => {
    expect(read(["x-station", "grill"], ["x-tag", "a"], ["x-tag", "b"])).toMatchObject({
      value: { "x-tag": ["a", "b"] },
    });
    expect(read(["x-station", "grill"], ["x-station", "bar"])).toMatchObject({
      errors: [{ path: "/x-station", in: "header", code: "repeated" }],
    });
  });

  it("are missed where they are required", () => {
    expect(read(["x-tag", "a"])).toMatchObject({ errors: [{ path: "/x-station", in: "header", code: "required" }] });
  });
});
