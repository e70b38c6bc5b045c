/** Every text that anybody may send, in whichever contract: what screens, sheets and printers obey has gone from it. */
import type { Contract } from "cloche";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as exported from "./index.js";

/** Resets and cuts on a kitchen's printer, ends a line of a log, and turns the text around. */
const COMMANDS = "\u001b@\u001dV\u0000\u0007\u009b\u202e\u2066";
const HOSTILE = [`<b>a</b>${COMMANDS}z`, `${COMMANDS}=1+1`, `a${COMMANDS}@b.example`, `+49151${COMMANDS}0000000`];
const isObeyed = (code: number): boolean =>
  (code < 32 && code !== 9 && code !== 10 && code !== 13) ||
  (code >= 0x7f && code <= 0x9f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069);

/** What is compared and never shown: a password is taken as it is typed, a token and an address are looked up. */
const NEVER_SHOWN = [
  /\.(?:password|current|next|newPassword|currentPassword|quoteId|tableToken)$/,
  /^POST \/api\/v1\/(?:auth\/login\.email|setup\.token)$/,
];

interface Leaf {
  readonly at: string;
  readonly schema: z.ZodType;
}

/** Every part of a schema that is no container: what takes a text is among them. */
function leavesOf(at: string, schema: z.ZodType): readonly Leaf[] {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
    return Object.entries(shape).flatMap(([name, inner]) => leavesOf(`${at}.${name}`, inner));
  }
  if (schema instanceof z.ZodArray) return leavesOf(`${at}[]`, schema.element as z.ZodType);
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap((one) => leavesOf(at, one));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return leavesOf(at, schema.unwrap() as z.ZodType);
  }
  return [{ at, schema }];
}

const contracts = Object.values(exported).filter((one): one is Contract & typeof one =>
  Object.hasOwn(Object(one), "returns"),
) as readonly Contract[];
const leaves = contracts
  // A partner's bytes are kept as they were signed, and shown to nobody as they are.
  .filter(({ from }) => from === undefined)
  .flatMap(({ name, body, query }) =>
    [body, query].flatMap((part) => (part instanceof z.ZodType ? leavesOf(name, part) : [])),
  );
const taken = leaves.flatMap(({ at, schema }) =>
  HOSTILE.flatMap((text) => {
    const { success, data } = schema.safeParse(text);
    return success && typeof data === "string" ? [{ at, data }] : [];
  }),
);

describe("a text that is sent", () => {
  it("is found in every contract that takes one", () => {
    const places = new Set(taken.map(({ at }) => at));
    expect(places.size).toBeGreaterThan(30);
    for (const at of ["POST /api/v1/orders.contact.name", "POST /api/v1/orders.lines[].instructions"]) {
      expect(places).toContain(at);
    }
  });

  it("has lost what a screen or a printer would obey, wherever it may be shown", () => {
    const obeyed = taken
      .filter(({ at }) => !NEVER_SHOWN.some((one) => one.test(at)))
      .filter(({ data }) => Array.from(data).some((sign) => isObeyed(sign.codePointAt(0) ?? 0)));
    expect(obeyed.map(({ at }) => at)).toEqual([]);
  });
});
