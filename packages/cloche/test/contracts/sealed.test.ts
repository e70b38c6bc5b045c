/** A forgotten route never starts, on either framework, and native handlers are held to their contract. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError, type Contract, contract, createGate, handle, ok } from "cloche";
import { cover as coverExpress, visitOf } from "cloche/express";
import { cover as coverFastify, lidOptions } from "cloche/fastify";
import { memoryLimitStore } from "cloche/rate-limit";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import type { Express, RequestHandler, Router } from "express";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EXPRESSES } from "./expresses.js";
import {
  brokenRoute,
  type Kitchen,
  openKitchen,
  placeOrder,
  placeOrderNatively,
  readMenu,
  readOrder,
} from "./kitchen-api.js";

const ITEM = "0b0c2f4e-9f4a-4c57-9f55-0f3f3f0a1b2c";

function faultOf(work: () => unknown): ConfigError {
  try {
    work();
  } catch (fault) {
    if (fault instanceof ConfigError) return fault;
  }
  throw new Error("no ConfigError was thrown");
}

describe.each(EXPRESSES)("%s refuses to start", (_name, _adapter, express) => {
  type Registering = (app: Express, lid: ReturnType<typeof coverExpress>) => void;
  const leak: RequestHandler = (_request, response) => void response.end("open");
  const where = (register: Registering): string | undefined => {
    const app = express();
    const lid = coverExpress(app, openKitchen().gate);
    register(app, lid);
    try {
      lid.seal();
    } catch (fault) {
      if (fault instanceof ConfigError && fault.code === "route_uncovered") return fault.where;
      throw fault;
    }
    return undefined;
  };
  const router = (register: (router: Router) => void) => {
    const made = express.Router();
    register(made);
    return made;
  };

  it("with a forgotten route, naming it, mounted routers included", () => {
    const app = express();
    const { guard } = coverExpress(app, openKitchen().gate);
    app.get("/api/menu", guard(readMenu), (_request, response) => void response.json({ page: 1, tags: [] }));
    app.use(
      "/admin",
      router((admin) => admin.get("/secrets", leak)),
    );
    app.delete("/api/menu", leak);
    const fault = faultOf(() => app.listen(0));
    expect(fault.code).toBe("route_uncovered");
    expect(fault.where).toBe("GET /admin/secrets, DELETE /api/menu");
  });

  it.each<[string, Registering, string | undefined]>([
    ["a contract under another path", (app, { guard }) => app.get("/other", guard(readMenu), leak), "GET /other"],
    [
      "a contract under another method",
      (app, { guard }) => app.post("/api/menu", guard(readMenu), leak),
      "POST /api/menu",
    ],
    ["a contract under every method", (app, { guard }) => app.all("/api/menu", guard(readMenu), leak), "*"],
    [
      "a handler in front of the guard",
      (app, { guard }) => app.get("/api/menu", leak, guard(readMenu)),
      "GET /api/menu",
    ],
    [
      "a handler for one of the route's methods",
      (app, { guard }) => app.route("/api/menu").get(guard(readMenu), leak).post(leak),
      "POST /api/menu",
    ],
    ["a handler of a parameter", (app) => app.param("id", leak as never), "PARAM /:id"],
    [
      "one of a mounted router's",
      (app) =>
        app.use(
          "/a",
          router((one) => one.param("id", leak as never)),
        ),
      "PARAM /a/:id",
    ],
    [
      "several paths",
      (app, { guard }) => app.get(["/api/menu", "/menu"], guard(readMenu), leak),
      "GET /api/menu,/menu",
    ],
    ["a pattern", (app, { guard }) => app.get(/menu/, guard(readMenu), leak), "GET /menu/"],
    [
      "a router at several paths",
      (app, { guard }) =>
        app.use(
          ["/api", "/b"],
          router((one) => one.get("/menu", guard(readMenu), leak)),
        ),
      "*",
    ],
    [
      "a router at a pattern",
      (app, { guard }) =>
        app.use(
          /\/a.i/,
          router((one) => one.get("/menu", guard(readMenu), leak)),
        ),
      "*",
    ],
    [
      "a router under a parameter",
      (app, { guard }) =>
        app.use(
          "/:tenant",
          router((one) => one.get("/menu", guard(readMenu), leak)),
        ),
      "GET /:tenant/menu",
    ],
    ["a function on a path", (app) => app.use("/files", leak), "USE /files"],
    ["another app", (app) => app.use(express().get("/x", leak)), "USE /"],
    ["another app on a path", (app) => app.use("/old", express()), "USE /old"],
    ["nothing of these: middleware", (app) => app.use((_request, _response, next) => next()), undefined],
    [
      "nothing of these: a mounted router",
      (app, { guard }) =>
        app.use(
          "/api",
          router((one) => one.get("/menu", guard(readMenu), leak)),
        ),
      undefined,
    ],
    [
      "nothing of these: routers in routers",
      (app, { guard }) =>
        app.use(
          router((one) =>
            one.use(
              "/api",
              router((two) => two.get("/menu", guard(readMenu), leak)),
            ),
          ),
        ),
      undefined,
    ],
    [
      "nothing of these: a router under a parameter",
      (app, { guard }) =>
        app.use(
          "/api/orders/:id",
          router((one) => one.get("/", guard(readOrder), leak)),
        ),
      undefined,
    ],
  ])("with %s", (_what, register, expected) => {
    const found = where(register);
    expect(expected === "*" ? found !== undefined : found).toBe(expected === "*" ? true : expected);
  });

  it("with routes that were there before the lid", () => {
    const app = express();
    app.get("/early", leak);
    expect(faultOf(() => coverExpress(app, openKitchen().gate)).code).toBe("routes_before_cover");
  });

  it("and takes no route once it is sealed", () => {
    const app = express();
    coverExpress(app, openKitchen().gate).seal();
    expect(() => app.get("/late", leak)).toThrow(TypeError);
  });

  it("and answers nothing where it is served without listen", async () => {
    const app = express();
    coverExpress(app, openKitchen().gate);
    app.get("/forgotten", leak);
    const server = createServer(app).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/forgotten`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("open");
    server.close();
  });
});

describe("Fastify refuses to start", () => {
  it("with a forgotten route, naming it, plugins included", async () => {
    const { gate } = openKitchen();
    const app = Fastify(lidOptions(gate));
    const { guard } = coverFastify(app, gate);
    app.get("/api/menu", guard(readMenu), async () => ({ page: 1, tags: [] }));
    app.register(async (scope) => scope.get("/secrets", async () => "open"), { prefix: "/admin" });
    const fault = await app.ready().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(fault).toBeInstanceOf(ConfigError);
    expect((fault as ConfigError).where).toBe("GET /admin/secrets, HEAD /admin/secrets");
  });

  it("with a contract under another path", async () => {
    const { gate } = openKitchen();
    const app = Fastify();
    const { guard } = coverFastify(app, gate);
    app.get("/other", guard(readMenu), async () => ({ page: 1, tags: [] }));
    await expect(Promise.resolve(app.ready())).rejects.toThrow(/GET \/other/);
  });

  it("with routes that were there before the lid", () => {
    const app = Fastify();
    app.get("/early", async () => "open");
    expect(faultOf(() => coverFastify(app, openKitchen().gate)).code).toBe("routes_before_cover");
  });
});

it("refuses a native handler for a contract whose answers must be kept", () => {
  const { gate } = openKitchen();
  expect(faultOf(() => coverExpress(EXPRESSES[0][2](), gate).guard(placeOrder)).code).toBe("contract_contradiction");
});

interface Native {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const onExpress = async (express: (typeof EXPRESSES)[number][2], kitchen: Kitchen): Promise<Native> => {
  const app = express();
  const { guard } = coverExpress(app, kitchen.gate);
  app.post("/api/orders", guard(placeOrderNatively), (request, response) => {
    const { caller, body } = visitOf(request, placeOrderNatively);
    const quantity: number = request.body.quantity + body.quantity - request.body.quantity;
    response.status(201).json({ id: caller.id, quantity, cost: "canary" });
  });
  app.get("/api/broken/:how", guard(brokenRoute), (request, response) => {
    if (request.params.how === "throw") throw new Error("canary");
    if (request.params.how === "text") response.send("canary");
    else response.json({ id: "canary", quantity: "canary" });
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: async () => void server.close() };
};

async function onFastify(kitchen: ReturnType<typeof openKitchen>): Promise<Native> {
  const app = Fastify(lidOptions(kitchen.gate));
  const { guard } = coverFastify(app, kitchen.gate);
  app.post("/api/orders", guard(placeOrderNatively), async (request, reply) => {
    reply.code(201);
    return { id: "o1", quantity: (request.body as { quantity: number }).quantity, cost: "canary" };
  });
  app.get("/api/broken/:how", guard(brokenRoute), async (request) => {
    if ((request.params as { how: string }).how === "throw") throw new Error("canary");
    return { id: "canary", quantity: "canary" };
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

describe.each([
  ...EXPRESSES.map(([name, , express]) => [name, (kitchen: Kitchen) => onExpress(express, kitchen)] as const),
  ["Fastify", onFastify],
] as const)("native handlers on %s", (_name, open) => {
  it("receive the cleaned body and answer only what is declared", async () => {
    const kitchen = openKitchen();
    const { port, close } = await open(kitchen);
    const send = (body: unknown) =>
      fetch(`http://127.0.0.1:${port}/api/orders`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${kitchen.token("customer")}` },
        body: JSON.stringify(body),
      });
    const good = await send({ itemId: ITEM, quantity: 2 });
    expect(good.status).toBe(201);
    expect(good.headers.get("cache-control")).toBe("no-store");
    expect(good.headers.get("content-security-policy")).not.toBeNull();
    expect(await good.json()).toMatchObject({ quantity: 2 });
    expect((await send({ itemId: ITEM, quantity: 0 })).status).toBe(400);
    await close();
  });

  it.each(["throw", "shape"])("become a bare 500 where they break their word: %s", async (how) => {
    const kitchen = openKitchen();
    const { port, close } = await open(kitchen);
    const response = await fetch(`http://127.0.0.1:${port}/api/broken/${how}`);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("canary");
    expect(JSON.parse(text)).toMatchObject({ code: "internal_error" });
    await close();
  });

  it("are told to the observer once, with their status", async () => {
    const kitchen = openKitchen();
    const { port, close } = await open(kitchen);
    await (await fetch(`http://127.0.0.1:${port}/api/broken/throw`)).text();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const requests = kitchen.lines.filter((line) => line.includes("durationMilliseconds"));
    expect(requests).toHaveLength(1);
    expect(JSON.parse(requests[0] ?? "{}")).toMatchObject({
      status: 500,
      outcome: "failed",
      route: "GET /api/broken/{how}",
    });
    await close();
  });
});

it("keeps a contract from being claimed under another name", () => {
  const request = {} as IncomingMessage;
  expect(() => visitOf(request, readOrder as unknown as Contract<typeof readOrder>)).toThrow(/guard\(GET/);
});

describe.each(EXPRESSES)("a partner's webhook behind a parser of %s", (_name, _adapter, express) => {
  const hook = contract({
    method: "POST",
    path: "/hooks/stripe",
    from: "stripe",
    limit: "60 per minute by address",
    returns: { 200: z.object({ ok: z.literal(true) }) },
  });
  const secrets = `whsec_${"a".repeat(40)}`;
  const gate = () =>
    createGate({
      partners: { stripe: stripe({ secrets }) },
      replay: memoryReplayStore(),
      limits: { store: memoryLimitStore() },
    });
  const handled = handle(hook, () => ok({ ok: true as const }));

  it.each([
    ["jsonParser", express.json()],
    ["urlencodedParser", express.urlencoded({ extended: false })],
    ["rawParser", express.raw({ type: "*/*" })],
    ["textParser", express.text()],
  ])("stops an Express app at start: %s", (name, parser) => {
    const app = express();
    const { mount, seal } = coverExpress(app, gate());
    app.use(parser);
    mount([handled]);
    const fault = faultOf(seal);
    expect(fault.code).toBe("webhook_parsed");
    expect(fault.where).toBe(`POST /hooks/stripe behind ${name}`);
  });

  it("is found inside routers, and left alone where the parser is another router's or comes later", () => {
    const inside = express();
    const lid = coverExpress(inside, gate());
    const router = express.Router();
    router.use(express.json());
    router.post("/stripe", lid.guard(hook) as RequestHandler);
    inside.use("/hooks", router);
    expect(faultOf(lid.seal).code).toBe("webhook_parsed");
    const fine = express();
    const { mount, seal } = coverExpress(fine, gate());
    const other = express.Router();
    other.use(express.json());
    fine.use("/elsewhere", other);
    mount([handled]);
    fine.use(express.json());
    expect(seal).not.toThrow();
  });
});
