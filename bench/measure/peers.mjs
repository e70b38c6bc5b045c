/** Every server that is measured, in the order the tables list them, and what each is. */

const EXPRESS = "peers/bare-express.mjs";
const BY_HAND = "peers/by-hand.mjs";
const RECIPE = "peers/express-recipe.mjs";
const PLUGINS = "peers/fastify-plugins.mjs";

/**
 * `security`: "none", "guards" (no logs, no metrics), "all" (what every rival does), or "observed" (and a log line and
 * metrics for each request).
 */
export const PEERS = [
  { id: "floor", file: "peers/floor.mjs", security: "none", note: "node:http, no security" },
  { id: "by-hand", file: BY_HAND, security: "all", note: "node:http and node:crypto, all of it by hand" },
  { id: "by-hand-cached", file: BY_HAND, args: ["--token-cache"], security: "all", note: "by hand, remembers tokens" },
  { id: "cloche-node", file: "peers/cloche-node.mjs", security: "observed", note: "Cloche on node:http" },
  { id: "cloche-fastify", file: "peers/cloche-fastify.mjs", security: "observed", note: "Cloche on Fastify 5" },
  { id: "cloche-express", file: "peers/cloche-express.mjs", security: "observed", note: "Cloche on Express 5" },
  { id: "cloche-hono", file: "peers/cloche-hono.mjs", security: "observed", note: "Cloche on Hono 4" },
  {
    id: "cloche-guards",
    file: "peers/cloche-express-guards.mjs",
    security: "guards",
    note: "native Express 5 handlers behind Cloche's guards",
  },
  { id: "bare-fastify", file: "peers/bare-fastify.mjs", security: "none", note: "Fastify 5, no security" },
  { id: "bare-express", file: EXPRESS, security: "none", note: "Express 5, no security" },
  {
    id: "final-express",
    file: EXPRESS,
    args: ["--final-prototypes"],
    security: "none",
    note: "Express 5, no security, its prototypes final as under Cloche",
  },
  { id: "recipe", file: RECIPE, security: "all", note: "the tutorial's Express recipe" },
  {
    id: "recipe-key",
    file: RECIPE,
    args: ["--key-object"],
    security: "all",
    note: "the recipe, its secret a KeyObject",
  },
  { id: "fastify-zod", file: PLUGINS, security: "all", note: "Fastify 5 with its plugins, zod" },
  {
    id: "fastify-ajv",
    file: PLUGINS,
    args: ["--ajv"],
    security: "all",
    note: "Fastify 5 with its plugins, JSON Schema",
  },
  { id: "hono", file: "peers/hono-middlewares.mjs", security: "all", note: "Hono 4 with its middlewares" },
  { id: "nest", file: "peers/nest-guards.mjs", security: "all", note: "NestJS 12 with guards and throttler" },
];

/** The peers called by a list of ids such as `floor,by-hand`; all of them where nothing is asked for. */
export function chosenPeers(ids) {
  if (ids === undefined) return PEERS;
  return ids.split(",").map((id) => {
    const peer = PEERS.find((one) => one.id === id);
    if (peer === undefined) throw new Error(`There is no peer ${id}; choose from ${PEERS.map((one) => one.id).join()}`);
    return peer;
  });
}
