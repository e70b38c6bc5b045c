/** A worker with a route that was forgotten. */
import { createGate } from "cloche";
import { cover } from "cloche/hono";
import { Hono } from "hono";

const app = new Hono();
const { seal } = cover(app, createGate());
app.get("/forgotten", (c) => c.text("canary"));
seal();

export const worker = app;
