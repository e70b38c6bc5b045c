/** Starts the example. */
import { localSettings } from "example-shared";
import { createApp } from "./app.js";

const settings = localSettings(3002);
console.log(
  `The ordering API answers on ${await createApp(settings).listen({ port: settings.port, host: "127.0.0.1" })}`,
);
