/** Starts the example. */
import { localSettings } from "example-shared";
import { createApp } from "./app.js";

const settings = localSettings(3001);
const server = createApp(settings).listen(settings.port, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : settings.port;
  console.log(`The ordering API answers on http://127.0.0.1:${port}`);
});
