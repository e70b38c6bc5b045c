/** Where a contradiction was found. */
import type { ContradictionCode } from "../kernel/index.js";

/** A code and where it holds. */
export type Place = readonly [code: ContradictionCode, where: string];
