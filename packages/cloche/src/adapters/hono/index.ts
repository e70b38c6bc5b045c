/** Cloche on Hono 4: the adapter's door. */
export { fetchVisitOf as visitOf } from "../../gate/index.js";
export { cover, type HonoLid, type LidOptions } from "./cover.js";
export type { Guarded } from "./guard.js";
