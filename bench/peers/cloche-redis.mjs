/** Cloche on Fastify 5 with its counters in Redis, at the port that REDIS_PORT names. */
import { cover, lidOptions } from "cloche/fastify";
import { fromNodeRedis, redisLimitStore } from "cloche/rate-limit";
import Fastify from "fastify";
import { createClient } from "redis";
import { handlers, openGate } from "./cloche-routes.mjs";
import { HOST, portFromArgv } from "./workload.mjs";

const client = createClient({ socket: { host: HOST, port: Number(process.env.REDIS_PORT) } });
await client.connect();
const gate = openGate({ store: redisLimitStore(fromNodeRedis(client)) });
const app = Fastify(lidOptions(gate));
cover(app, gate).mount(handlers);
await app.listen({ port: portFromArgv(), host: HOST });
