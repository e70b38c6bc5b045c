/** What a secret manager on loopback holds, and the ways it can misbehave; the servers beside it speak for it. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One version on the shelf. */
export interface Shelved {
  readonly text: string;
  /** Whole seconds since the epoch, in milliseconds. */
  readonly made: number;
  usable: boolean;
}

/** How a manager fails. */
export const FAILURES = ["echo", "denied", "throttled", "malformed", "empty", "truncated", "silent"] as const;
export type Failure = (typeof FAILURES)[number];

/** A manager on loopback. */
export interface Shelf {
  readonly base: string;
  readonly port: number;
  /** The versions of each secret, the oldest first. */
  readonly secrets: Map<string, Shelved[]>;
  failure: Failure | undefined;
  /** What is wrong with the requests so far; a real client makes none. */
  readonly complaints: string[];
  requests: number;
  close(): void;
}

/** A request with its whole body. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: string;
  readonly shelf: Shelf;
}

/** A status, JSON and headers. */
export interface Said {
  readonly status: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens a shelf whose requests `answer` answers. */
export async function openShelf(answer: (asked: Asked) => Said, canary: string): Promise<Shelf> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      shelf.requests += 1;
      const url = new URL(request.url ?? "/", shelf.base);
      const said = answer({ request, url, body: Buffer.concat(chunks).toString("utf8"), shelf });
      send(response, said, { failure: shelf.failure, canary });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const shelf: Shelf = {
    base: `http://127.0.0.1:${port}`,
    port,
    secrets: new Map(),
    failure: undefined,
    complaints: [],
    requests: 0,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return shelf;
}

const STATUSES = { echo: 500, denied: 403, throttled: 429, malformed: 200, empty: 200, truncated: 200 } as const;

function send(
  response: ServerResponse,
  { status, json, headers = {} }: Said,
  { failure, canary }: { failure: Failure | undefined; canary: string },
): void {
  // A challenge is part of the protocol, not of the answer that fails.
  if (failure === undefined || status === 401) {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(json));
    return;
  }
  if (failure === "silent") return;
  const echo = JSON.stringify({ message: canary, __type: canary, error: { message: canary }, errors: [canary] });
  const bodies = {
    echo,
    denied: echo,
    throttled: echo,
    malformed: `{"SecretString":"${canary}","value":"${canary}",`,
    empty: JSON.stringify({ [canary]: canary, data: { [canary]: canary } }),
    truncated: echo,
  };
  response.writeHead(STATUSES[failure], { "content-type": "application/json", "x-note": canary });
  if (failure !== "truncated") response.end(bodies[failure]);
  else response.write(bodies[failure], () => response.destroy());
}
