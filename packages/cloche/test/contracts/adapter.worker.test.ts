/** Hono in workerd: the adapter's promises kept where the runtime is no Node.js, over real connections. */
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { describeAdapter } from "./adapter.js";
import { type Kitchen, openKitchen } from "./kitchen-api.js";
import { describeNative } from "./native.js";
import { type WorkerServer, workerServer } from "./worker-server.js";

let starting: Promise<WorkerServer> | undefined;
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const started = (): Promise<WorkerServer> => {
  starting ??= workerServer(here("worker.ts"));
  return starting;
};
afterAll(async () => (await starting)?.close());

async function ask(api: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("x-api", api);
  return fetch(`http://127.0.0.1:${(await started()).port}${path}`, { ...init, headers });
}

/** Brings what the API learned into a kitchen of this process. */
async function learn(api: string, into: Kitchen): Promise<void> {
  Object.assign(into, await (await ask(api, "/learned")).json());
}

describeAdapter(
  "Hono 4 in workerd, neutral handlers",
  async () => {
    const { port } = await started();
    const kitchen = openKitchen();
    return { port, kitchen, sync: () => learn("neutral", kitchen), close: async () => {} };
  },
  { adapter: "workerd" },
);

let served = 0;
describeNative("Hono 4 in workerd", async (kitchen, work) => {
  served += 1;
  const api = `native-${served}`;
  await work(async (path, init) => {
    const response = await ask(api, path, init);
    await learn(api, kitchen);
    return response;
  });
});

it("answers nothing in workerd while a route is forgotten", async () => {
  for (const path of ["/api/menu", "/forgotten", "/nowhere"]) {
    const response = await ask("forgetful", path);
    expect([path, response.status, await response.text()]).toEqual([path, 500, expect.not.stringContaining("canary")]);
    expect(response.headers.get("content-security-policy")).not.toBeNull();
  }
});

it("starts no worker that finds a forgotten route where its modules load", async () => {
  await expect(workerServer(here("worker-forgetful.ts"))).rejects.toThrow(/GET \/forgotten.*\[route_uncovered\]/);
});
