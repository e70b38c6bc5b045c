/** Starts small servers of which each does one thing wrong, and one that does everything right. */
import { describe, expect, it } from "vitest";
import { smoke } from "./smoke.mjs";
import { planted } from "./source/planted.js";

const SERVER = `
import { createServer } from "node:http";
const server = createServer(({ url }, response) => {
  if (url === "/healthz") return response.end("ok");
  if (url === "/") return response.writeHead(200, { "content-type": "text/html" }).end("<h1>");
  response.writeHead(200, { "content-type": "application/json" }).end("[]");
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => { server.close(() => process.exit(0)); server.closeAllConnections(); });
`;
const app = (server: string) =>
  planted({
    "package.json": JSON.stringify({ type: "module", scripts: { start: "node prepare.mjs && node server.mjs" } }),
    "prepare.mjs": "",
    "server.mjs": server,
  });

describe("smoke", () => {
  it("accepts an app that starts, answers and stops", async () => {
    await expect(smoke(app(SERVER))).resolves.toMatch(/^started in \d+ ms, answered 3 questions, stopped with 0$/);
  });

  it.each([
    ["ended with 7 before it answered", "console.log('no database'); process.exit(7);"],
    ["no database", "console.log('no database'); process.exit(7);"],
    ["GET / answered 500", SERVER.replace("200", "500")],
    ["GET /api/v1/menu answered 200 text/plain", SERVER.replace("application/json", "text/plain")],
    ["ended with 1 after SIGTERM", SERVER.replace("process.exit(0)", "process.exit(1)")],
    ["after SIGTERM, and not with 0", SERVER.replace("process.on(", "void (")],
  ])("says %s", async (reason, server) => {
    await expect(smoke(app(server))).rejects.toThrow(reason);
  });
});
