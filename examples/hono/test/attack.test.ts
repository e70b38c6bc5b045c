import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { attackExample } from "example-shared/attack";
import { createApp } from "../src/app.js";

attackExample("the example on Hono", async (settings) => {
  const server = serve({ fetch: createApp(settings).fetch, port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
});
