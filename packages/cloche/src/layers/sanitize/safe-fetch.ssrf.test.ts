import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { type FetchPolicy, safeFetch, safeFetcher } from "./index.js";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A server on the loopback address, which stands for the inside of the house. */
async function serve(listener: RequestListener): Promise<{ port: number; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    listener(request, response);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, seen };
}

const resolvesTo = (addresses: readonly string[]) => () => Promise.resolve(addresses);
/** A policy under which the test's own servers count as internal hosts. */
const open = (port: number, more: FetchPolicy = {}): FetchPolicy => ({
  schemes: ["http"],
  ports: [port],
  internalHosts: ["shop.example", "other.example"],
  resolve: resolvesTo(["127.0.0.1"]),
  ...more,
});

describe("an address inside the house is refused in every spelling", () => {
  it.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://127%2e0%2e0%2e1/",
    "http://0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http:\\\\127.0.0.1\\",
    "http:127.0.0.1",
    "ht\ntp://127.0.0.1",
  ])("%j", async (url) => {
    expect(await safeFetch(url, { schemes: ["http"] })).toEqual({ fault: "address_refused" });
  });

  it.each([[["127.0.0.1"]], [["10.1.2.3"]], [["93.184.215.14", "127.0.0.1"]], [["fd00::1"]], [["localhost"]], [[]]])(
    "by name, when the resolver answers %j",
    async (addresses) => {
      const policy = { schemes: ["http"], resolve: resolvesTo(addresses) } as const;
      expect(await safeFetch("http://innocent.example/", policy)).toEqual({ fault: "address_refused" });
    },
  );

  it("by the names that every machine knows", async () => {
    expect(await safeFetch("https://localhost/")).toEqual({ fault: "address_refused" });
    // Not every resolver knows the name with the root's dot.
    expect(["address_refused", "unreachable"]).toContainEqual(Object.values(await safeFetch("https://localhost./"))[0]);
  });
});

it("a name is looked up once, and what was judged is what is connected to (DNS rebinding)", async () => {
  const { port } = await serve((_request, response) => response.end("soup"));
  const answers = [["127.0.0.1"], ["127.0.0.9"]];
  const policy = open(port, { resolve: () => Promise.resolve(answers.shift() ?? []) });
  expect(await safeFetch(`http://shop.example:${port}/`, policy)).toMatchObject({ status: 200 });
  expect(answers).toEqual([["127.0.0.9"]]);
});

describe("a URL is held to the policy", () => {
  it.each<[string, FetchPolicy, string]>([
    ["http://a.example/", {}, "scheme_refused"],
    ["file:///etc/passwd", {}, "scheme_refused"],
    ["gopher://a.example/", { schemes: ["https", "http"] }, "scheme_refused"],
    ["constructor://a.example/", {}, "scheme_refused"],
    ["https://user:pass@a.example/", {}, "credentials_in_url"],
    ["https://user@a.example/", {}, "credentials_in_url"],
    ["https://a.example:22/", {}, "port_refused"],
    ["https://a.example:6379/", {}, "port_refused"],
    ["https://b.example/", { hosts: ["a.example"] }, "host_refused"],
    ["https://a.example.evil.example/", { hosts: ["a.example", "*.a.example"] }, "host_refused"],
    ["https://xa.example/", { hosts: ["*.a.example"] }, "host_refused"],
    ["not a url", {}, "url_invalid"],
    [`https://a.example/${"x".repeat(9_000)}`, {}, "url_invalid"],
  ])("%s", async (url, policy, fault) => {
    expect(await safeFetch(url, policy)).toEqual({ fault });
  });

  it.each([
    { scheme: ["https"] },
    { schemes: ["ftp"] },
    { ports: [0] },
    { hosts: ["A.example"] },
    { hosts: ["https://a.example"] },
    { maxBytes: 0 },
    { maxRedirects: 99 },
    { timeout: "soon" },
  ])("%j stops the start", (policy) => {
    expect(() => safeFetcher(policy as FetchPolicy)).toThrow(ConfigError);
  });
});

describe("a request that the policy lets through", () => {
  it("reaches the host under its own name", async () => {
    const { port, seen } = await serve((_request, response) => response.writeHead(201, { "x-a": "b" }).end("soup"));
    const answer = await safeFetcher(open(port))(`http://shop.example:${port}/menu?x=1`, { headers: { "x-key": "k" } });
    expect(answer).toMatchObject({ status: 201, url: `http://shop.example:${port}/menu?x=1`, headers: { "x-a": "b" } });
    expect(Buffer.from((answer as { bytes: Uint8Array }).bytes).toString()).toBe("soup");
    expect(seen[0]).toMatchObject({ url: "/menu?x=1", headers: { host: `shop.example:${port}`, "x-key": "k" } });
  });

  it("sends a body", async () => {
    const { port } = await serve((request, response) => request.pipe(response));
    const answer = await safeFetcher(open(port))(`http://shop.example:${port}/`, { method: "POST", body: "order" });
    expect(Buffer.from((answer as { bytes: Uint8Array }).bytes).toString()).toBe("order");
  });

  it.each(["Host", "content-length", "Transfer-Encoding"])("may not set %s", async (name) => {
    await expect(safeFetcher()("https://a.example/", { headers: { [name]: "x" } })).rejects.toThrow(ConfigError);
  });

  it("is ended where the answer is too large", async () => {
    const { port } = await serve((_request, response) => {
      const timer = setInterval(() => response.write("x".repeat(1_000)), 1);
      response.on("close", () => clearInterval(timer));
    });
    expect(await safeFetch(`http://shop.example:${port}/`, open(port, { maxBytes: 5_000 }))).toEqual({
      fault: "answer_too_large",
    });
  });

  it("is ended where the answer takes too long, however slowly it drips", async () => {
    const { port } = await serve((_request, response) => {
      const timer = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(timer));
    });
    const started = performance.now();
    expect(await safeFetch(`http://shop.example:${port}/`, open(port, { timeout: 1 }))).toEqual({ fault: "timed_out" });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it("is ended where the resolver never answers", async () => {
    const policy = open(80, { timeout: 1, resolve: () => new Promise(() => undefined) });
    expect(await safeFetch("http://shop.example/", policy)).toEqual({ fault: "timed_out" });
  });

  it("says so where nobody answers", async () => {
    const policy = open(1);
    expect(await safeFetch("http://shop.example:1/", policy)).toEqual({ fault: "unreachable" });
  });
});

describe("a redirect", () => {
  const redirecting = (to: string) =>
    serve((request, response) => {
      if (request.url === "/start") response.writeHead(302, { location: to }).end();
      else response.end("arrived");
    });

  it("is not followed unless asked for", async () => {
    const { port } = await redirecting("/end");
    expect(await safeFetch(`http://shop.example:${port}/start`, open(port))).toEqual({ fault: "redirect_refused" });
  });

  it("is followed where asked for, and leaves the headers behind on the way to another origin", async () => {
    const inside = await redirecting("/end");
    const fetchInside = safeFetcher(open(inside.port, { maxRedirects: 1 }));
    const headers = { authorization: "Bearer canary" };
    await fetchInside(`http://shop.example:${inside.port}/start`, { headers });
    expect(inside.seen.map(({ headers: { authorization } }) => authorization)).toEqual([
      "Bearer canary",
      "Bearer canary",
    ]);

    const across = await serve((request, response) => {
      const to = `http://other.example:${request.socket.localPort}/end`;
      if (request.url === "/start") response.writeHead(302, { location: to }).end();
      else response.end("arrived");
    });
    const answer = await safeFetcher(open(across.port, { maxRedirects: 1 }))(
      `http://shop.example:${across.port}/start`,
      {
        headers,
      },
    );
    expect(answer).toMatchObject({ status: 200, url: `http://other.example:${across.port}/end` });
    expect(across.seen.map(({ headers: { authorization } }) => authorization)).toEqual(["Bearer canary", undefined]);
  });

  it.each([
    ["http://127.0.0.1/", "port_refused"],
    ["http://169.254.169.254:PORT/", "address_refused"],
    ["https://shop.example/", "scheme_refused"],
    ["file:///etc/passwd", "scheme_refused"],
    ["//u:p@shop.example:PORT/", "credentials_in_url"],
    ["/start", "redirect_refused"],
    ["http://", "redirect_refused"],
  ])("to %s is held to the same policy", async (to, fault) => {
    const { port } = await serve((request, response) => {
      response.writeHead(307, { location: to.replace("PORT", String(request.socket.localPort)) }).end();
    });
    expect(await safeFetch(`http://shop.example:${port}/start`, open(port, { maxRedirects: 3 }))).toEqual({ fault });
  });

  it("of a POST is not followed", async () => {
    const { port } = await redirecting("/end");
    const post = safeFetcher(open(port, { maxRedirects: 3 }));
    expect(await post(`http://shop.example:${port}/start`, { method: "POST", body: "x" })).toEqual({
      fault: "redirect_refused",
    });
  });
});
