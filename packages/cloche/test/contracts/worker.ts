/** Small APIs as one worker, the first made as its modules load; `x-api` says which is asked, `/learned` what it knows. */
import { cover } from "cloche/hono";
import { Hono } from "hono";
import { nativeApp, neutralApp } from "./hono-apps.js";
import { handlers, type Kitchen, openKitchen } from "./kitchen-api.js";

/** Never sealed by hand: its first request has to find the route that was forgotten. */
function forgetfulApp(kitchen: Kitchen): Hono {
  const app = new Hono();
  cover(app, kitchen.gate).mount(handlers(kitchen));
  return app.get("/forgotten", (c) => c.text("canary"));
}

const MAKERS = { neutral: neutralApp, native: nativeApp, forgetful: forgetfulApp } as const;
const made = (kind: keyof typeof MAKERS) => {
  const kitchen = openKitchen();
  return { kitchen, app: MAKERS[kind](kitchen) };
};
const apis = new Map([["neutral", made("neutral")]]);

/** The API of a name such as `native` or `native-2`, each with a kitchen of its own. */
function apiOf(name: string): ReturnType<typeof made> {
  const api = apis.get(name) ?? made(name.split("-")[0] as keyof typeof MAKERS);
  apis.set(name, api);
  return api;
}

export const worker = {
  fetch(request: Request): Response | Promise<Response> {
    const { kitchen, app } = apiOf(request.headers.get("x-api") ?? "neutral");
    if (new URL(request.url).pathname !== "/learned") return app.fetch(request);
    const { events, lines, orders, deliveries } = kitchen;
    return Response.json({ events, lines, orders, deliveries });
  },
};
