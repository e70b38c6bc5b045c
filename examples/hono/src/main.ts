/** Starts the example. */
import { serve } from "@hono/node-server";
import { localSettings } from "example-shared";
import { createApp } from "./app.js";

const settings = localSettings(3003);
serve({ fetch: createApp(settings).fetch, port: settings.port, hostname: "127.0.0.1" }, ({ port }) =>
  console.log(`The ordering API answers on http://127.0.0.1:${port}`),
);
