/** Runs processes of the built restaurant on one PostgreSQL, as whoever runs several must start them. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../apps/restaurant/dist/server/main.js", import.meta.url));
const PATIENCE_MILLISECONDS = 60_000;

export async function startRestaurant(databaseUrl, many) {
  if (!existsSync(MAIN)) throw new Error("The restaurant is not built. Run: npm run build");
  const folders = Array.from({ length: many }, () => mkdtempSync(join(tmpdir(), "restaurant-bench-")));
  const shared = {
    DATABASE_URL: databaseUrl,
    PUBLIC_BASE_URL: "https://order.copper-lid.example",
    LIMIT_DEFAULT: "1000000 per 15 minutes by address",
    LIMIT_ORDERS: "1000000 per 15 minutes by address",
    LOG_LEVEL: "error",
    ...secrets(),
  };
  const running = [];
  // One after the other, so that the first seeds.
  for (const folder of folders) running.push(await start(folder, shared));
  return {
    baseUrls: running.map(({ baseUrl }) => baseUrl),
    async stop() {
      await Promise.all(running.map(({ stop }) => stop()));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function secrets() {
  const secret = (prefix = "") => prefix + randomBytes(32).toString("base64url");
  const names = ["JWT_SECRET", "REFRESH_SECRET", "TRACK_SECRET", "RAZORPAY_WEBHOOK_SECRET"];
  const plain = Object.fromEntries(names.map((name) => [name, secret()]));
  return { ...plain, STRIPE_WEBHOOK_SECRET: secret("whsec_"), TWILIO_AUTH_TOKEN: randomBytes(16).toString("hex") };
}

async function start(folder, shared) {
  const port = await freePort();
  const env = { ...shared, DATA_DIR: folder, PORT: String(port) };
  const child = spawn(process.execPath, [MAIN], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const ready = new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text) => text.includes("Guests order at") && resolve("ready"));
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS).unref());
  if ((await Promise.race([ready, ended, late])) !== "ready") {
    child.kill("SIGKILL");
    throw new Error("The restaurant did not start.");
  }
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
