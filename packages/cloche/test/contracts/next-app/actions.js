"use server";
import { contract, ok, role } from "cloche";
import { action } from "cloche/next";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { gate, kitchen } from "./kitchen.js";

const note = contract({
  method: "POST",
  path: "/actions/leave-note",
  allow: role("customer"),
  body: z.object({ text: plainText(20) }),
  limit: "3 per minute by caller",
  returns: { 200: z.object({ length: z.int() }) },
});

export const leaveNote = action(gate, note, ({ body, caller }) => {
  kitchen.orders.push({ quantity: 1, instructions: `${caller.id}: ${body.text}` });
  return ok({ length: body.text.length });
});
