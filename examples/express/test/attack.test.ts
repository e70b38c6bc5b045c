import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { attackExample } from "example-shared/attack";
import { createApp } from "../src/app.js";

attackExample("the example on Express", async (settings) => {
  const server = createApp(settings).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
});
