import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { cover } from "cloche/express";
import express from "express";
import { describeAdapter } from "./adapter.js";
import { handlers } from "./kitchen-api.js";

describeAdapter(
  "Express 5, neutral handlers",
  async (kitchen) => {
    const app = express();
    cover(app, kitchen.gate).mount(handlers(kitchen));
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      port: (server.address() as AddressInfo).port,
      close: async () => {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      },
    };
  },
  { adapter: "express" },
);
