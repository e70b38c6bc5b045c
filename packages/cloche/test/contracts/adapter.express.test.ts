import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { cover } from "cloche/express";
import { describeAdapter } from "./adapter.js";
import { EXPRESSES } from "./expresses.js";
import { handlers } from "./kitchen-api.js";

for (const [name, adapter, express] of EXPRESSES) {
  describeAdapter(
    `${name}, neutral handlers`,
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
    { adapter },
  );
}
