/** The suite's API as Hono apps, for whatever runtime serves them. */
import { cover, type LidOptions, visitOf } from "cloche/hono";
import { Hono } from "hono";
import { brokenRoute, handlers, type Kitchen, placeOrderNatively } from "./kitchen-api.js";

/** The neutral handlers, sealed. */
export function neutralApp(kitchen: Kitchen, options?: LidOptions): Hono {
  const app = new Hono();
  const { mount, seal } = cover(app, kitchen.gate, options);
  mount(handlers(kitchen));
  seal();
  return app;
}

/** What `describeNative` asks for, in Hono's own handlers. */
export function nativeApp(kitchen: Kitchen): Hono {
  const app = new Hono();
  const { guard, seal } = cover(app, kitchen.gate);
  app.post("/api/orders", guard(placeOrderNatively), async (c) => {
    const { quantity } = visitOf(c.req.raw, placeOrderNatively).body;
    const body = await c.req.json<{ instructions?: string }>();
    c.header("content-security-policy", "weakened");
    return c.json({ ...body, quantity, id: c.var.visit.caller.id, cost: "canary" }, 201);
  });
  app.get("/api/broken/:how", guard(brokenRoute), (c) => {
    const how: string = c.req.param("how");
    if (how === "throw") throw new Error("canary");
    if (how === "throw-text") throw "canary";
    if (how === "text") return c.text("canary");
    return c.json({ id: "canary", quantity: "canary" }, how === "status" ? 202 : 200);
  });
  seal();
  return app;
}
