/** Cloche on Fastify 5. */
import { cover, lidOptions } from "cloche/fastify";
import Fastify from "fastify";
import { handlers, openGate } from "./cloche-routes.mjs";
import { HOST, portFromArgv } from "./workload.mjs";

const gate = openGate();
const app = Fastify(lidOptions(gate));
cover(app, gate).mount(handlers);
await app.listen({ port: portFromArgv(), host: HOST });
