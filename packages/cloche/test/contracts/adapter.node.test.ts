import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { anyone, contract, createGate, type Handled, handle, ok } from "cloche";
import { lid, visitOf } from "cloche/node";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exact } from "../attacks/running.js";
import { describeAdapter } from "./adapter.js";
import { brokenRoute, handlers, placeOrderNatively } from "./kitchen-api.js";
import { describeNative } from "./native.js";

describeAdapter(
  "node:http, neutral handlers",
  async (kitchen) => {
    const { mount, listener } = lid(kitchen.gate);
    mount(handlers(kitchen));
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      port: (server.address() as AddressInfo).port,
      close: async () => {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      },
    };
  },
  { adapter: "node" },
);

describeNative("node:http", async (kitchen, work) => {
  const { guard, listener } = lid(kitchen.gate);
  guard(placeOrderNatively, (request, response) => {
    const { caller, body } = visitOf(request, placeOrderNatively);
    response.statusCode = 201;
    return { ...body, id: caller.id, cost: "canary" };
  });
  guard(brokenRoute, (request, response) => {
    const { how } = visitOf(request, brokenRoute).params;
    if (how === "throw") throw new Error("canary");
    if (how === "throw-text") throw "canary";
    if (how === "status") response.statusCode = 202;
    if (how === "text") return void response.end("canary");
    return { id: "canary", quantity: "canary" };
  });
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await work((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init));
  server.closeAllConnections();
  server.close();
});

describe("the router", () => {
  const at = (path: string, method: "GET" | "POST" = "GET") =>
    contract({
      method,
      path,
      allow: anyone("it is tried"),
      returns: { 200: z.object({ at: z.string(), params: z.record(z.string(), z.string()) }) },
    });
  const said = (path: string, method?: "GET" | "POST") =>
    handle(at(path, method), ({ params }) => ok({ at: path, params: params as Record<string, string> }));

  async function answers(paths: readonly string[], handled: readonly Handled[]): Promise<unknown[]> {
    const { mount, listener } = lid(createGate());
    mount(handled);
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const found: unknown[] = [];
    for (const path of paths) {
      const text = await exact(port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      const [head = "", body = ""] = text.split("\r\n\r\n");
      found.push(
        head.startsWith("HTTP/1.1 200") ? Object.values(JSON.parse(body) as object) : Number(head.split(" ")[1]),
      );
    }
    server.close();
    return found;
  }

  it("takes paths by the letter, a literal before a parameter, and decodes each parameter once", async () => {
    const handled = [said("/"), said("/a/{x}/c"), said("/a/b"), said("/a/{x}"), said("/a/b/{y}")];
    const paths = ["/", "/a/b", "/a/z", "/a/b/c", "/a/q/c", "/a/%2e%2e", "/a/%2Fb", "/a/%252F", "/a/__proto__"];
    expect(await answers(paths, handled)).toEqual([
      ["/", {}],
      ["/a/b", {}],
      ["/a/{x}", { x: "z" }],
      ["/a/b/{y}", { y: "c" }],
      ["/a/{x}/c", { x: "q" }],
      ["/a/{x}", { x: ".." }],
      ["/a/{x}", { x: "/b" }],
      ["/a/{x}", { x: "%2F" }],
      ["/a/{x}", { x: "__proto__" }],
    ]);
  });

  it("finds nothing under any other spelling", async () => {
    const paths = [
      "/A/b",
      "/a/b/",
      "//a/b",
      "/a//b",
      "/a",
      "/%61/b",
      "/a;x/b",
      "/./a/b",
      "http://x/a/b",
      "*",
      "/a/%zz",
    ];
    const found = await answers(paths, [said("/a/b"), said("/a/{x}")]);
    expect(found).toEqual([404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 400]);
  });

  it("refuses two routes that one request could mean", () => {
    const { mount } = lid(createGate());
    const first = said("/a/{x}");
    mount([first, said("/a/{x}", "POST")]);
    expect(() => mount([first])).toThrow(/route_doubled/);
    expect(() => mount([said("/a/{x}")])).toThrow(/route_doubled/);
    expect(() => mount([said("/a/{y}")])).toThrow(/path_doubled/);
  });
});
