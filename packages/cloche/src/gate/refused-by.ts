/** A refusal that something broken led to: the caller hears the refusal, the observer the cause. */
import type { Refusal } from "../kernel/index.js";

/** Thrown by the gate's own handlers, so that the cause is told as any failure is: cleaned, and to the observer alone. */
export class RefusedBy extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause: unknown) {
    super(refusal.reason, { cause });
    this.refusal = refusal;
  }
}
