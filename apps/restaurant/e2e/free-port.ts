/** Finds a port for a process that must be told one. */
import { once } from "node:events";
import { createServer } from "node:net";

/** A port of this machine that nothing listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A port was asked for.");
  return address.port;
}
