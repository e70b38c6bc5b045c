/** The same app after a careless change. */
import { anyone, contract } from "cloche";
import { z } from "zod";
import { others } from "./contracts.mjs";

export const all = [
  ...others,
  contract({
    method: "GET",
    path: "/orders/{id}",
    allow: anyone("debugging"),
    limit: "1000 per minute by address",
    returns: { 200: z.object({ id: z.string(), email: z.string() }) },
  }),
];
