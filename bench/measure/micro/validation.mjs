/** Reading an order's body: from bytes to a checked value, and the check alone. */
import { FormatRegistry, Type as OldType } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { isRefusal } from "cloche";
import { answerFilter, bodyReader } from "cloche/validation";
import secureJsonParse from "secure-json-parse";
import typeIs from "type-is";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import * as v from "valibot";
import { z } from "zod";
import { MAX_INSTRUCTIONS } from "../../peers/workload.mjs";
import { ORDER_BODY, userId } from "../client.mjs";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const bytes = Buffer.from(ORDER_BODY);
const order = JSON.parse(ORDER_BODY);
const badOrder = { itemId: "not-a-uuid", quantity: 0, instructions: 5 };
const badBytes = Buffer.from(JSON.stringify(badOrder));

const ajvCheck = addFormats(new Ajv()).compile({
  type: "object",
  required: ["itemId", "quantity"],
  properties: {
    itemId: { type: "string", format: "uuid" },
    quantity: { type: "integer", minimum: 1 },
    instructions: { type: "string", maxLength: MAX_INSTRUCTIONS },
  },
});
const zodShape = {
  itemId: z.uuid(),
  quantity: z.int().min(1),
  instructions: z.string().max(MAX_INSTRUCTIONS).optional(),
};
const zodOrder = z.object(zodShape);
const zodStrictOrder = z.strictObject(zodShape);
const JSON_TYPES = ["application/json", "application/*+json"];
const typeboxShape = (T) =>
  T.Object({
    itemId: T.String({ format: "uuid" }),
    quantity: T.Integer({ minimum: 1 }),
    instructions: T.Optional(T.String({ maxLength: MAX_INSTRUCTIONS })),
  });
FormatRegistry.Set("uuid", (value) => UUID.test(value));
const typeboxOld = TypeCompiler.Compile(typeboxShape(OldType));
const typebox = Compile(typeboxShape(Type));
const valibotOrder = v.object({
  itemId: v.pipe(v.string(), v.uuid()),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1)),
  instructions: v.optional(v.pipe(v.string(), v.maxLength(MAX_INSTRUCTIONS))),
});

function handCheck(body) {
  if (body === null || typeof body !== "object") return false;
  const { itemId, quantity, instructions } = body;
  if (typeof itemId !== "string" || !UUID.test(itemId)) return false;
  if (!Number.isSafeInteger(quantity) || quantity < 1) return false;
  return instructions === undefined || (typeof instructions === "string" && instructions.length <= MAX_INSTRUCTIONS);
}

const reader = bodyReader({ schema: zodOrder });
const parsed = (raw) => JSON.parse(raw.toString());

/** Errors are read as an answer needs them: zod builds them when they are asked for. */
function withIssues({ success, error }) {
  return success ? undefined : error.issues;
}

/**
 * From the bytes. What Cloche adds to zod is the content type, strict UTF-8, duplicate and forbidden names, caps, and
 * undeclared fields; the last candidate is as near to that as libraries come, without duplicate names and caps.
 */
function fromBytes(raw) {
  return [
    { name: "JSON.parse, by hand", run: () => handCheck(parsed(raw)) },
    {
      name: "cloche/validation bodyReader",
      run: () => isRefusal(reader.read("application/json", raw)),
      atMost: [1, "type-is, secure-json-parse, zod strictObject"],
    },
    { name: "JSON.parse, zod safeParse", run: () => withIssues(zodOrder.safeParse(parsed(raw))) },
    { name: "JSON.parse, ajv", run: () => ajvCheck(parsed(raw)) },
    {
      name: "type-is, secure-json-parse, zod strictObject",
      run: () =>
        typeIs.is("application/json", JSON_TYPES) &&
        withIssues(zodStrictOrder.safeParse(secureJsonParse.parse(raw.toString()))),
    },
  ];
}

function checkAlone(body) {
  return [
    { name: "by hand", run: () => handCheck(body) },
    { name: "zod 4 safeParse", run: () => withIssues(zodOrder.safeParse(body)) },
    { name: "ajv 8", run: () => ajvCheck(body) },
    { name: "typebox 1 compiled", run: () => typebox.Check(body) },
    { name: "@sinclair/typebox 0.34 compiled", run: () => typeboxOld.Check(body) },
    { name: "valibot safeParse", run: () => v.safeParse(valibotOrder, body) },
  ];
}

const zodAnswer = z.object({ id: z.string(), userId: z.string(), itemId: z.string(), quantity: z.int() });
const filter = answerFilter(zodAnswer);
const stored = { id: userId(1), userId: userId(2), itemId: order.itemId, quantity: 2, passwordHash: "never leaves" };

export const GROUPS = {
  "validation: a good body from bytes": fromBytes(bytes),
  "validation: a bad body from bytes": fromBytes(badBytes),
  "validation: the check alone, good": checkAlone(order),
  "validation: the check alone, bad": checkAlone(badOrder),
  "validation: filtering an answer": [
    { name: "picking four fields by hand", run: () => ({ ...pick(stored) }) },
    { name: "cloche/validation answerFilter", run: () => filter(stored), atMost: [1, "zod safeParse"] },
    { name: "zod safeParse", run: () => zodAnswer.safeParse(stored) },
    { name: "zod parse", run: () => zodAnswer.parse(stored) },
  ],
};

function pick({ id, userId: owner, itemId, quantity }) {
  return { id, userId: owner, itemId, quantity };
}
