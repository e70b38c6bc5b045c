/** The same app after a careful change. */
import { contract, role } from "cloche";
import { z } from "zod";
import { others } from "./contracts.mjs";

export const all = [
  ...others,
  contract({
    method: "GET",
    path: "/orders/{id}",
    allow: role("owner"),
    limit: "5 per minute by caller",
    returns: { 200: z.object({ id: z.string() }) },
  }),
];
