/** What an independent validator finds in a description. */
import { Validator } from "@seriousme/openapi-schema-validator";
import type { Json } from "./shape.js";

export const VALIDATOR = "@seriousme/openapi-schema-validator";

/** Its errors; none where the document is valid. */
export async function faultsFound(document: Json): Promise<readonly unknown[]> {
  const { valid, errors = [] } = await new Validator().validate(
    JSON.parse(JSON.stringify(document)) as Record<string, unknown>,
  );
  if (valid) return [];
  return typeof errors === "string" || errors.length === 0 ? [errors] : errors;
}
