/** Cloche on Express 5 and 4: the adapter's door. */
export { type HttpClasses, visitOf } from "../../gate/index.js";
export { cover, type ExpressLid } from "./cover.js";
export type { Guarded } from "./guard.js";
