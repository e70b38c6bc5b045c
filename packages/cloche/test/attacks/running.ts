/** Starts small APIs on each framework, so that each attack is tried on a server that runs. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { serve } from "@hono/node-server";
import { type Contract, createGate, type Gate, type GateOptions, type Handled } from "cloche";
import { cover as coverExpress } from "cloche/express";
import { cover as coverFastify, lidOptions } from "cloche/fastify";
import { cover as coverHono } from "cloche/hono";
import { lid } from "cloche/node";
import { observer } from "cloche/observe";
import express, { type RequestHandler } from "express";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { Hono } from "hono";
import { express4 } from "../contracts/expresses.js";

export const FRAMEWORKS = ["Express", "Fastify"] as const;
/** Those, and the ones that are given neutral handlers alone. */
export const EVERY_FRAMEWORK = [...FRAMEWORKS, "Express 4", "Hono", "node:http"] as const;
export type Framework = (typeof EVERY_FRAMEWORK)[number];

/** A running API and what it told. */
export interface Running {
  readonly base: string;
  readonly port: number;
  readonly lines: Record<string, unknown>[];
  readonly gate: Gate;
}

/** A native handler, written so that either framework can run it. */
export interface Native {
  readonly contract: Contract;
  readonly run: (exchange: NativeExchange) => unknown;
}
export interface NativeExchange {
  readonly raw: ServerResponse;
  readonly request: IncomingMessage;
  /** Answers in the framework's own way. */
  readonly answer: (status: number, body: unknown) => unknown;
  readonly header: (name: string, value: string) => unknown;
}

export interface Api {
  readonly options?: GateOptions;
  readonly neutral?: readonly Handled[];
  readonly native?: readonly Native[];
}

/** Runs `work` against the API on one framework. */
export async function running(framework: Framework, api: Api, work: (api: Running) => Promise<void>): Promise<void> {
  const lines: Record<string, unknown>[] = [];
  const logger = { write: (_level: string, fields: unknown) => lines.push(fields as Record<string, unknown>) };
  const gate = createGate({ observe: observer({ logger }), ...api.options });
  const { server, close } = await STARTERS[framework](gate, api);
  const { port } = server.address() as AddressInfo;
  try {
    await work({ base: `http://127.0.0.1:${port}`, port, lines, gate });
  } finally {
    await close();
  }
}

interface Started {
  readonly server: Server;
  readonly close: () => Promise<void>;
}

const STARTERS: Readonly<Record<Framework, (gate: Gate, api: Api) => Promise<Started>>> = {
  Express: (gate, api) => onExpress(gate, api, express()),
  "Express 4": (gate, api) => onExpress(gate, api, express4()),
  Fastify: onFastify,
  async Hono(gate, { neutral = [] }) {
    const app = new Hono();
    coverHono(app, gate).mount(neutral);
    return listening(serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }) as Server);
  },
  async "node:http"(gate, { neutral = [] }) {
    const { mount, listener } = lid(gate);
    mount(neutral);
    return listening(createServer(listener).listen(0, "127.0.0.1"));
  },
};

async function onExpress(gate: Gate, { neutral = [], native = [] }: Api, app: express.Express): Promise<Started> {
  const { mount, guard } = coverExpress(app, gate);
  mount(neutral);
  for (const { contract, run } of native) {
    const method = contract.method.toLowerCase() as "get";
    const path = contract.path.replace(/\{(\w+)\}/g, ":$1");
    app[method](path, guard(contract) as unknown as RequestHandler, (request, response) => {
      const answer = (status: number, body: unknown) => response.status(status).send(body);
      return run({
        raw: response,
        request,
        answer,
        header: (name, value) => response.setHeader(name, value),
      }) as Promise<void>;
    });
  }
  return listening(app.listen(0, "127.0.0.1"));
}

async function listening(server: Server): Promise<Started> {
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { server, close };
}

async function onFastify(gate: Gate, { neutral = [], native = [] }: Api): Promise<Started> {
  const app = Fastify({ ...lidOptions(gate), forceCloseConnections: true });
  const { mount, guard } = coverFastify(app, gate);
  mount(neutral);
  for (const { contract, run } of native) {
    const method = contract.method.toLowerCase() as "get";
    const path = contract.path.replace(/\{(\w+)\}/g, ":$1");
    app[method](path, guard(contract), async (request: FastifyRequest, reply: FastifyReply) => {
      const answer = (status: number, body: unknown) => reply.code(status).send(body);
      await run({ raw: reply.raw, request: request.raw, answer, header: (name, value) => reply.header(name, value) });
      return reply;
    });
  }
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { server: app.server, close: () => app.close() };
}

/** Sends exact bytes and gives everything that came back before the connection ended or `milliseconds` passed. */
export async function exact(port: number, text: string, milliseconds = 2000): Promise<string> {
  const socket = await opened(port);
  socket.write(text);
  return received(socket, milliseconds);
}

export async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.on("error", () => {});
  return socket;
}

export function received(socket: Socket, milliseconds = 2000): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(end, milliseconds);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("close", end);
  });
}

/** Waits until `holds`, or fails. */
export async function until(holds: () => boolean, milliseconds = 2000): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > milliseconds) throw new Error("What was waited for did not happen.");
    await pause(10);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Promises that were rejected while `work` ran and that nobody heard; each would end a production process. */
export async function unheardDuring(work: () => Promise<void>): Promise<unknown[]> {
  const unheard: unknown[] = [];
  const before = [...process.listeners("unhandledRejection")];
  const uncaught = [...process.listeners("uncaughtException")];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", hear);
  process.removeAllListeners("uncaughtException").on("uncaughtException", hear);
  try {
    await work();
    await pause(30);
  } finally {
    process.removeAllListeners("unhandledRejection").removeAllListeners("uncaughtException");
    for (const listener of before) process.on("unhandledRejection", listener);
    for (const listener of uncaught) process.on("uncaughtException", listener);
  }
  return unheard;
}
