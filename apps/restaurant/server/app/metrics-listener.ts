/** Serves the metrics to this machine alone, on a listener of its own. */
import { createServer, type ServerResponse } from "node:http";
import type { Metrics } from "cloche/observe";

const LOOPBACK = "127.0.0.1";

/** Listens; the answer stops. */
export async function listenForMetrics(measured: Metrics, port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const wanted = request.method === "GET" && request.url === "/metrics";
    if (wanted) void answer(measured, response);
    else response.writeHead(404, HEADERS).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

const HEADERS = { "x-content-type-options": "nosniff", "cache-control": "no-store" };

async function answer(measured: Metrics, response: ServerResponse): Promise<void> {
  try {
    const text = await measured.text();
    response.writeHead(200, { ...HEADERS, "content-type": measured.contentType }).end(text);
  } catch {
    response.writeHead(500, HEADERS).end();
  }
}
