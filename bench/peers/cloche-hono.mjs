/** Cloche on Hono 4, served by @hono/node-server. */
import { serve } from "@hono/node-server";
import { cover } from "cloche/hono";
import { Hono } from "hono";
import { handlers, openGate } from "./cloche-routes.mjs";
import { HOST, portFromArgv } from "./workload.mjs";

const app = new Hono();
const { mount, seal } = cover(app, openGate());
mount(handlers);
seal();
serve({ fetch: app.fetch, port: portFromArgv(), hostname: HOST });
