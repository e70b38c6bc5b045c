/** Starts real Redis servers and looks at what a test would rely on. */
import { createConnection } from "node:net";
import { describe, expect, it } from "vitest";
import { ensureRedis, startRedis } from "./redis.mjs";

/** Sends one inline command and answers the first line of the reply. */
function ask(url: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: "127.0.0.1", port: Number(new URL(url).port) });
    socket.setEncoding("utf8").once("data", (reply) => {
      socket.destroy();
      resolve(String(reply).trim());
    });
    socket.once("error", reject);
    socket.write(`${command}\r\n`);
  });
}

describe("startRedis", () => {
  it("finds a server to run", () => {
    expect(ensureRedis()).toMatch(/(?:redis|valkey)-server$/);
  });

  it("gives each caller a server of its own, on loopback and without a disk", async () => {
    const [one, other] = await Promise.all([startRedis(), startRedis()]);
    expect(await ask(one.url, "SET dish soup")).toBe("+OK");
    expect(await ask(other.url, "EXISTS dish")).toBe(":0");
    expect(await ask(one.url, "CONFIG GET bind")).toContain("127.0.0.1");
    expect(await ask(one.url, "CONFIG GET save")).not.toMatch(/\d{2,}/);
    await Promise.all([one.stop(), other.stop()]);
    await expect(ask(one.url, "PING")).rejects.toThrow("ECONNREFUSED");
  });

  it("dies at once and comes back empty at the same address", async () => {
    const redis = await startRedis();
    await ask(redis.url, "SET dish soup");
    await redis.kill();
    await expect(ask(redis.url, "PING")).rejects.toThrow("ECONNREFUSED");
    await redis.restart();
    expect(await ask(redis.url, "EXISTS dish")).toBe(":0");
    await redis.stop();
  });

  it("says what redis-server said where it cannot start", async () => {
    const redis = await startRedis();
    await expect(startRedis({ port: Number(new URL(redis.url).port) })).rejects.toThrow("ddress already in use");
    await redis.stop();
  });
});
