/** The one door to who may act at a place. */
export { type Acting, type ActingCaller, actingAt, type Intent } from "./acting.js";
