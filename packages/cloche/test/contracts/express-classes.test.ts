/** An app's own requests and responses are made as Express would have them, and stay so where the app is mounted. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { anyone, contract, createGate } from "cloche";
import { cover } from "cloche/express";
import type { Express } from "express";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EXPRESSES } from "./expresses.js";

const Told = z.object({ same: z.boolean(), own: z.boolean(), greeting: z.string() });
const tell = contract({ method: "GET", path: "/tell", allow: anyone("a test"), returns: { 200: Told } });

describe.each(EXPRESSES)("%s", (_name, _adapter, express) => {
  const telling = (app: Express) => {
    const { guard, serverOptions } = cover(app, createGate());
    Object.assign(app.response, { greeting: "hello" });
    app.get("/tell", guard(tell), (request, response) => {
      const same = Object.getPrototypeOf(request) === app.request && Object.getPrototypeOf(response) === app.response;
      const { greeting } = response as unknown as { readonly greeting: string };
      response.json({ same, own: request.app === app && response.app === app, greeting });
    });
    return serverOptions;
  };
  const toldBy = async (server: ReturnType<typeof createServer>, path: string): Promise<unknown> => {
    try {
      return await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).json();
    } finally {
      server.close();
    }
  };
  const heard = (server: ReturnType<typeof createServer>) =>
    new Promise<void>((resolve) => void server.once("listening", resolve));
  const all = { same: true, own: true, greeting: "hello" };

  it("makes them so through app.listen, which answers its callback", async () => {
    const app = express();
    telling(app);
    const server = await new Promise<ReturnType<typeof createServer>>((resolve) => {
      const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
    });
    expect(await toldBy(server, "/tell")).toEqual(all);
  });

  it("makes them so on a server of one's own, and has them so without its options", async () => {
    const app = express();
    const options = telling(app);
    for (const server of [createServer(options, app), createServer(app)]) {
      server.listen(0, "127.0.0.1");
      await heard(server);
      expect(await toldBy(server, "/tell")).toEqual(all);
    }
  });

  it("keeps them where the app is mounted in another one", async () => {
    const outer = express();
    const app = express();
    telling(app);
    outer.use("/v2", app);
    const server = createServer(outer).listen(0, "127.0.0.1");
    await heard(server);
    expect(await toldBy(server, "/v2/tell")).toEqual(all);
  });

  it("tells an address that is taken as this Express does", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await heard(taken);
    const app = express();
    telling(app);
    const { port } = taken.address() as AddressInfo;
    const codes = await new Promise<unknown[]>((resolve) => {
      const told: unknown[] = [];
      const listening = app.listen(port, "127.0.0.1", (error?: Error) => told.push(error));
      listening.on("error", (error) => setImmediate(resolve, [...told, error]));
    });
    taken.close();
    expect(codes.map((error) => (error as { readonly code?: string } | undefined)?.code)).toEqual(
      "lazyrouter" in app ? ["EADDRINUSE"] : ["EADDRINUSE", "EADDRINUSE"],
    );
  });
});
