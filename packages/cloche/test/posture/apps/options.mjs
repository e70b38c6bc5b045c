/** What the gate of the small app is made of. */
import { memoryLimitStore } from "cloche/rate-limit";

export const gateOptions = { limits: { store: memoryLimitStore(), defaults: { "/": "7 per minute by address" } } };
