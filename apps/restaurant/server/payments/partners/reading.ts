/** Schemas that the readers of all payment partners share. */
import { z } from "zod";

/** The largest amount any order may have; the partners' amounts are held to it too. */
export const Amount = z.int().min(1).max(1_000_000_000_000);

export const Currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/)
  .transform((text) => text.toUpperCase());

/** A partner's name for something. */
export const Ref = z.string().min(1).max(255);

/** A short text for people, such as a decline code; anything else counts as none. */
export const Code = z.string().max(100).nullish().catch(undefined);

/** The partners hand back what the checkout gave them, so anything may stand here. */
export const Carried = z.looseObject({
  order_id: z.unknown().optional(),
  payment_id: z.unknown().optional(),
  refund_id: z.unknown().optional(),
});

/** An id of ours among what was carried. */
export function ourId(value: unknown): string | undefined {
  return z.uuid().safeParse(value).data?.toLowerCase();
}

/** An answer that cannot be read is as good as none: it is asked for again. */
export function readable<Fact extends object>(fact: Fact | string): Fact {
  if (typeof fact === "string") throw new Error(`A partner's answer could not be used: ${fact}.`);
  return fact;
}
