/** Cloche on Fastify 5: the adapter's door. */
export { visitOf } from "../../gate/index.js";
export { cover, type FastifyLid } from "./cover.js";
export type { Guarded } from "./guard.js";
export { lidOptions } from "./options.js";
