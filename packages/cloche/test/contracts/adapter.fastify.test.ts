import type { AddressInfo } from "node:net";
import { cover, lidOptions } from "cloche/fastify";
import Fastify from "fastify";
import { describeAdapter } from "./adapter.js";
import { handlers } from "./kitchen-api.js";

describeAdapter(
  "Fastify 5, neutral handlers",
  async (kitchen) => {
    const app = Fastify(lidOptions(kitchen.gate));
    cover(app, kitchen.gate).mount(handlers(kitchen));
    await app.listen({ port: 0, host: "127.0.0.1" });
    return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
  },
  { adapter: "fastify" },
);
