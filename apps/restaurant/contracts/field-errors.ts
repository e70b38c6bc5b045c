/** What a problem of the application's own says of fields, in the words in which the gate says it of them. */
import { z } from "zod";

/** The member of a problem that names fields of the body, each by its JSON Pointer (RFC 6901). */
export const FieldErrors = z.object({
  errors: z.array(z.object({ path: z.string(), in: z.literal("body"), code: z.string(), reason: z.string() })),
});
