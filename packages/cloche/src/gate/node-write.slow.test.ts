/** A reader that takes nothing holds neither memory nor a place for long, and one that is merely slow loses nothing. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeNode } from "./node-write.js";

const PIECE = "x".repeat(256 * 1024);
const MEBIBYTE = 1_048_576;
/** More than the connection's own buffers take on any system we know. */
const PIECES = 120;
const LIVE = "text/event-stream; charset=utf-8";

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;
let listener: Listener = () => {};
const server = createServer((request, response) => listener(request, response));
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Told {
  /** How many pieces the source was asked for. */
  pieces: number;
  /** How many bytes this process kept for the reader, at most. */
  kept: number;
  isOver: boolean;
  wasWhole: boolean;
}

/** Serves the pieces to a reader that takes nothing until it is told to. */
function served(contentType: string): { readonly told: Told; readonly socket: Socket } {
  const told: Told = { pieces: 0, kept: 0, isOver: false, wasWhole: false };
  listener = async (_, response) => {
    const source = async function* () {
      for (; told.pieces < PIECES; told.pieces += 1) {
        told.kept = Math.max(told.kept, response.writableLength);
        yield PIECE;
      }
    };
    response.once("finish", () => Object.assign(told, { wasWhole: true }));
    response.once("close", () => Object.assign(told, { isOver: true }));
    await writeNode(response, {
      status: 200,
      headers: ["content-type", contentType],
      body: source(),
      outcome: "answered",
    });
  };
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.pause();
  socket.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  return { told, socket };
}

describe("a reader", { timeout: 30_000 }, () => {
  it("of a live stream that takes nothing is cut off once it is a mebibyte behind", async () => {
    const { told, socket } = served(LIVE);
    await expect.poll(() => told.isOver, { timeout: 20_000 }).toBe(true);
    expect(told.wasWhole).toBe(false);
    expect(told.pieces).toBeLessThan(PIECES);
    expect(told.kept).toBeGreaterThan(MEBIBYTE - PIECE.length);
    expect(told.kept).toBeLessThan(2 * MEBIBYTE);
    socket.destroy();
  });

  it("of anything else is waited for, and nothing is kept for it meanwhile", async () => {
    const { told, socket } = served("text/csv");
    await expect.poll(() => told.pieces).toBeGreaterThan(0);
    await pause(1500);
    expect(told.isOver).toBe(false);
    expect(told.kept).toBeLessThan(2 * PIECE.length);
    socket.destroy();
  });

  it("of a live stream that begins late, and then reads, is not cut", async () => {
    const { told, socket } = served(LIVE);
    await pause(300);
    let bytes = 0;
    for await (const chunk of socket) bytes += (chunk as Buffer).length;
    expect(told.wasWhole).toBe(true);
    expect(bytes).toBeGreaterThan(PIECES * PIECE.length);
  });
});
