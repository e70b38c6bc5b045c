import type { AddressInfo } from "node:net";
import { attackExample } from "example-shared/attack";
import { createApp } from "../src/app.js";

attackExample("the example on Fastify", async (settings) => {
  const app = createApp(settings);
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
});
