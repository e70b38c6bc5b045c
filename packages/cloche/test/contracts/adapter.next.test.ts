import { randomUUID } from "node:crypto";
import { on } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError, handle, ok } from "cloche";
import { checkNextRoutes, guard, type RouteHandler, routes } from "cloche/next";
import { afterAll, describe, expect, it } from "vitest";
import { describeAdapter } from "./adapter.js";
import { brokenRoute, contracts, type Kitchen, openKitchen, placeOrderNatively, readMenu } from "./kitchen-api.js";
import { describeNative } from "./native.js";
import { type NextServer, nextServer } from "./next-server.js";

const APP = fileURLToPath(new URL("next-app", import.meta.url));

// Built and started once, as its users would; what its kitchen learned comes over the child's channel.
let starting: Promise<NextServer> | undefined;
const started = (): Promise<NextServer> => {
  starting ??= nextServer(APP);
  return starting;
};
afterAll(async () => (await starting)?.close());

const remote = openKitchen() as { -readonly [Key in keyof Kitchen]: Kitchen[Key] };
async function sync(): Promise<void> {
  const { child } = await started();
  const ask = randomUUID();
  const heard = on(child, "message");
  child.send({ ask });
  for await (const [told] of heard) {
    const { answers, ...learned } = told as { readonly answers?: string };
    if (answers === ask) return void Object.assign(remote, learned);
  }
}

describeAdapter(
  "Next.js 16, built and started",
  async () => ({ port: (await started()).port, kitchen: remote, sync, close: async () => {} }),
  { adapter: "next" },
);

describe("a page behind the proxy", () => {
  it("gets a nonce of its own, whatever the request says about it", async () => {
    const { port } = await started();
    const nonces = new Set<string>();
    for (const given of [{}, { "x-nonce": "canary", "content-security-policy": "script-src 'nonce-canary'" }]) {
      const response = await fetch(`http://127.0.0.1:${port}/note`, { headers: given });
      const policy = response.headers.get("content-security-policy") ?? "";
      const nonce = /script-src[^;]*'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      const page = await response.text();
      expect(nonce.length).toBeGreaterThanOrEqual(24);
      expect(page.match(/<script\b/g)?.length).toBe(page.split(`nonce="${nonce}"`).length - 1 - preloads(page));
      expect(policy + page).not.toContain("canary");
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  const preloads = (page: string) => page.match(/<link\b[^>]*\bnonce=/g)?.length ?? 0;
});

describe("a server action", () => {
  const notes = async () => {
    await sync();
    return remote.orders.flatMap(({ instructions = "" }) => (instructions.includes(":") ? [instructions] : []));
  };
  const leave = async (fields: readonly [string, string][], headers: Record<string, string> = {}) => {
    const url = `http://127.0.0.1:${(await started()).port}/note`;
    const id = /name="(\$ACTION_ID_\w+)"/.exec(await (await fetch(url)).text())?.[1] ?? "";
    const form = new FormData();
    form.append(id, "");
    for (const [name, value] of fields) form.append(name, value);
    await (await fetch(url, { method: "POST", body: form, headers })).text();
    return id.slice("$ACTION_ID_".length);
  };
  const signedIn = (subject: string) => ({ authorization: `Bearer ${remote.token("customer", subject)}` });

  it("runs for whom its contract lets in, with what the schema made of the form", async () => {
    await leave([["text", "hello \u202ethere"]], signedIn("ann"));
    await leave([["text", "nobody"]]);
    await leave([["text", "wrong role"]], { authorization: `Bearer ${remote.token("chef")}` });
    await leave([["text", "x".repeat(21)]], signedIn("ann"));
    const twice: [string, string][] = [
      ["text", "a"],
      ["text", "b"],
    ];
    await leave(twice, signedIn("bob"));
    await leave([...twice.slice(1), ["more", "c"]], signedIn("bob"));
    expect(await notes()).toEqual(["ann: hello there"]);
  });

  it("is limited, and answers a script with the status, the body or the problem", async () => {
    const url = `http://127.0.0.1:${(await started()).port}/note`;
    const id = await leave([["text", "first"]], signedIn("eve"));
    const call = async (input: string, headers: Record<string, string>) => {
      const all = {
        "next-action": id,
        "content-type": "text/plain;charset=UTF-8",
        accept: "text/x-component",
        ...headers,
      };
      return (await fetch(url, { method: "POST", headers: all, body: input })).text();
    };
    expect(await call('[{"text":"hi"}]', signedIn("eve"))).toContain('{"ok":true,"status":200,"body":{"length":2}}');
    expect(await call('[{"text":7}]', signedIn("eve"))).toMatch(/"ok":false,"status":400.*"\/text"/);
    expect(await call('[{"text":"hi"}]', signedIn("eve"))).toMatch(/"ok":false,"status":429/);
    expect(await call('[{"text":"hi"}]', {})).toMatch(/"ok":false,"status":401/);
    const foreign = await fetch(url, {
      method: "POST",
      headers: { "next-action": id, origin: "https://evil.example", ...signedIn("mia") },
      body: '[{"text":"csrf"}]',
    });
    expect(foreign.status).toBeGreaterThanOrEqual(400);
    expect((await notes()).join()).not.toContain("csrf");
  });
});

describeNative("Next.js", async (kitchen, work) => {
  const order = guard(kitchen.gate, placeOrderNatively, (_request, { body, caller }) =>
    Response.json(
      { ...body, id: caller.id, cost: "canary" },
      { status: 201, headers: { "content-security-policy": "weakened" } },
    ),
  );
  const broken = guard(kitchen.gate, brokenRoute, (_request, { params: { how } }) => {
    if (how === "throw") throw new Error("canary");
    if (how === "throw-text") throw "canary";
    if (how === "text") return new Response("canary");
    return Response.json({ id: "canary", quantity: "canary" }, { status: how === "status" ? 202 : 200 });
  });
  await work((path, init) => {
    const handler: RouteHandler = path === "/api/orders" ? order : broken;
    const params = Promise.resolve(path.startsWith("/api/broken/") ? { how: path.slice(12) } : {});
    return handler(new Request(`http://localhost${path}`, init), { params });
  });
});

describe("every method of a path", () => {
  it("is answered, by the contract or with what the path allows", async () => {
    const { gate } = openKitchen();
    const made = routes(
      gate,
      handle(readMenu, () => ok({ page: 1, tags: [] })),
    );
    const statuses = await Promise.all(
      Object.entries(made).map(async ([method, handler]) => {
        const request = new Request("http://localhost/api/menu", { method });
        const response = await handler(request, { params: Promise.resolve({}) });
        return [method, response.status, response.headers.get("allow")];
      }),
    );
    const refused = (method: string) => [method, 405, "GET, HEAD"];
    const rest = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map(refused);
    expect(statuses).toEqual([["GET", 200, null], ["HEAD", 200, null], ...rest]);
  });
});

describe("the check before the build", () => {
  const uncovered = (files: Readonly<Record<string, string>>): string | undefined => {
    const folder = mkdtempSync(join(tmpdir(), "next-check-"));
    try {
      for (const [file, source] of Object.entries(files)) {
        mkdirSync(join(folder, dirname(file)), { recursive: true });
        writeFileSync(join(folder, file), source);
      }
      checkNextRoutes(folder, contracts);
    } catch (fault) {
      if (fault instanceof ConfigError && fault.code === "route_uncovered") return fault.where;
      throw fault;
    } finally {
      rmSync(folder, { recursive: true });
    }
    return undefined;
  };
  const FROM = 'import { route, routes, guard, action } from "cloche/next";\n';
  const menu = "app/api/menu/route.ts";

  it("passes the suite's own app", () => checkNextRoutes(APP, contracts));

  it.each<[string, Record<string, string>, string | undefined]>([
    ["a covered route", { [menu]: `${FROM}export const GET = route(gate, readMenu);` }, undefined],
    [
      "in src, in a group",
      { "src/app/(public)/api/menu/route.ts": `${FROM}export const GET = route(g, m);` },
      undefined,
    ],
    ["with a parameter", { "app/api/orders/[id]/route.ts": `${FROM}export const GET = guard(gate, c, h);` }, undefined],
    ["all methods", { [menu]: `${FROM}export const { GET, HEAD, POST } = routes(gate, m);` }, undefined],
    [
      "by another name",
      { [menu]: 'import { route as lid } from "cloche/next";\nexport const GET = lid(g, m);' },
      undefined,
    ],
    [
      "beside settings",
      { [menu]: `${FROM}export const dynamic = "force-dynamic";\nexport const GET = route(g, m);` },
      undefined,
    ],
    ["a plain function", { [menu]: "export async function GET() { return new Response(); }" }, "GET /api/menu"],
    ["a plain constant", { [menu]: `${FROM}export const GET = async () => new Response();` }, "GET /api/menu"],
    ["a list", { [menu]: `${FROM}const GET = () => {};\nexport { GET };` }, "GET /api/menu"],
    ["everything of a module", { [menu]: 'export * from "./handlers";' }, "ALL /api/menu"],
    [
      "another's `route`",
      { [menu]: 'import { route } from "./mine";\nexport const GET = route(g, m);' },
      "GET /api/menu",
    ],
    ["a method without a contract", { [menu]: `${FROM}export const DELETE = route(g, m);` }, "DELETE /api/menu"],
    [
      "a path without a contract",
      { "app/api/secrets/route.ts": `${FROM}export const GET = route(g, m);` },
      "GET /api/secrets",
    ],
    [
      "a commented import",
      { [menu]: '// import { route } from "cloche/next";\nexport const GET = route(g, m);' },
      "GET /api/menu",
    ],
    ["an old API page", { "pages/api/x.ts": "export default () => {};" }, "ALL pages/api/x.ts"],
    ["a covered action", { "src/a.ts": `"use server";\n${FROM}export const leave = action(g, c, f);` }, undefined],
    ["a plain action", { "src/a.ts": '"use server";\nexport async function leave() {}' }, "ACTION src/a.ts"],
    ["an action inside", { "app/page.tsx": 'export const x = async () => { "use server"; };' }, "ACTION app/page.tsx"],
    ["a private folder", { "app/_lib/route.ts": "export const GET = () => {};" }, undefined],
  ])("%s", (_what, files, where) => expect(uncovered(files)).toBe(where));
});
