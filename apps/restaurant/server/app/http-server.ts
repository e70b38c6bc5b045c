/** The public HTTP server: Fastify under the lid, and a stop that lets requests in flight finish. */
import type { Gate, Handled } from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import Fastify, { type FastifyInstance } from "fastify";
import type { Tls } from "./local-certificate.js";

/** How long requests in flight may take to finish at a stop. */
const GRACE_MILLISECONDS = 10_000;
const LOOK_AGAIN_MILLISECONDS = 50;
/** How long a request may take to arrive whole. */
const ARRIVAL_MILLISECONDS = 30_000;
/** A live stream says something every ten seconds; a connection that takes nothing for this long is cut. */
const STALLED_MILLISECONDS = 30_000;

/** Makes the server with its routes; it does not listen yet. */
export async function httpServer(gate: Gate, handlers: readonly Handled[], tls?: Tls): Promise<FastifyInstance> {
  const server = Fastify({
    ...(tls === undefined ? {} : { https: { ...tls, minVersion: "TLSv1.2" as const } }),
    ...lidOptions(gate),
    requestTimeout: ARRIVAL_MILLISECONDS,
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true },
    // Fastify's own answer would have no cover; the gate answers to the end.
    return503OnClosing: false,
    forceCloseConnections: "idle",
  }) as unknown as FastifyInstance;
  server.server.setTimeout(STALLED_MILLISECONDS);
  cover(server, gate).mount(handlers);
  await server.ready();
  return server;
}

/**
 * Stops accepting, waits for what is in flight, and cuts what has not finished after 10 seconds.
 *
 * @returns whether everything finished by itself
 */
export async function stopHttp(server: FastifyInstance, graceMilliseconds = GRACE_MILLISECONDS): Promise<boolean> {
  let finished = true;
  const cut = setTimeout(() => {
    finished = false;
    server.server.closeAllConnections();
  }, graceMilliseconds);
  // A connection that was busy when the stop began is idle a moment later, and would be waited for.
  const sweep = setInterval(() => server.server.closeIdleConnections(), LOOK_AGAIN_MILLISECONDS);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
  }
  return finished;
}
