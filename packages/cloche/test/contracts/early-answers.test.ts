/** What Node.js answers before there is a request: bare, it would be the one answer without a cover, and uncounted. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createGate, type Gate, type SecurityEvent } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverFastify, lidOptions } from "cloche/fastify";
import { coverServer, lid } from "cloche/node";
import { observer } from "cloche/observe";
import { memoryLimitStore } from "cloche/rate-limit";
import express from "express";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";

const SERVERS: Record<string, (gate: Gate) => Promise<Server>> = {
  "node:http": async (gate) => coverServer(createServer(lid(gate).listener), gate).listen(0, "127.0.0.1"),
  Express: async (gate) => {
    const app = express();
    coverExpress(app, gate);
    return app.listen(0, "127.0.0.1");
  },
  Fastify: async (gate) => {
    const app = Fastify(lidOptions(gate));
    coverFastify(app, gate);
    await app.listen({ port: 0, host: "127.0.0.1" });
    return app.server;
  },
};

async function said(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(text);
  let heard = "";
  socket.on("data", (piece) => {
    heard += String(piece);
  });
  socket.on("error", () => {});
  await once(socket, "close");
  return heard;
}

const CASES: readonly (readonly [string, string, number])[] = [
  ["headers that are too large", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"y".repeat(40_000)}\r\n\r\n`, 431],
  ["what is no HTTP", "HELO canary\r\n\r\n", 400],
  ["two lengths", "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", 400],
  ["a request to no host", "GET /canary HTTP/1.1\r\nconnection: close\r\n\r\n", 400],
  ["HTTP/1.0, which need not name one", "GET /canary HTTP/1.0\r\n\r\n", 404],
  ["an expectation nobody meets", "GET / HTTP/1.1\r\nhost: a\r\nexpect: canary\r\nconnection: close\r\n\r\n", 417],
];

describe.each(Object.entries(SERVERS))("%s", (_name, start) => {
  it.each(CASES)("answers %s with a covered problem", async (_what, text, status) => {
    const server = await start(createGate());
    if (!server.listening) await once(server, "listening");
    try {
      const heard = await said((server.address() as AddressInfo).port, text);
      expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      for (const name of ["content-security-policy", "x-content-type-options", "cache-control: no-store"]) {
        expect(heard.toLowerCase()).toContain(name);
      }
      const [, body = ""] = heard.split("\r\n\r\n");
      expect(JSON.parse(body)).toMatchObject({ status });
      expect(heard).not.toContain("canary");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe.each(Object.entries(SERVERS))("a listener added to %s afterwards", (_name, start) => {
  it("hears of no request to no host, as Node.js itself would have it", async () => {
    const server = await start(createGate());
    if (!server.listening) await once(server, "listening");
    const heard: (string | undefined)[] = [];
    server.on("request", ({ url }) => heard.push(url));
    const { port } = server.address() as AddressInfo;
    await said(port, "GET /hostless HTTP/1.1\r\nconnection: close\r\n\r\n");
    await said(port, "GET /hosted HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    expect(heard).toEqual(["/hosted"]);
    server.closeAllConnections();
    server.close();
  });
});

describe("requests that cannot be read", () => {
  it("are counted by address like those that find no route", async () => {
    const gate = createGate({
      limits: { store: memoryLimitStore(), defaults: { "/": "2 per minute by address" } },
    });
    const server = await (SERVERS["node:http"] as (gate: Gate) => Promise<Server>)(gate);
    if (!server.listening) await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const statuses: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await said(port, "no\r\n\r\n")).slice(9, 12));
    expect(statuses).toEqual(["400", "400", "429"]);
    server.close();
  });
});

describe("a proxy that nobody named", () => {
  it("is told of once, and believed in nothing", async () => {
    const events: SecurityEvent[] = [];
    const gate = createGate({ observe: observer({ sinks: [(event) => void events.push(event)] }) });
    for (let count = 0; count < 3; count += 1) {
      expect(gate.proxies.clientAddress("192.0.2.1", "198.51.100.7")).toBe("192.0.2.1");
    }
    expect(gate.proxies.clientAddress("192.0.2.1", undefined)).toBe("192.0.2.1");
    expect(events.filter(({ name }) => name === "proxy.untrusted")).toHaveLength(1);
  });
});
