/** The kinds of load: three requests as fast as they go, and one at a steady pace. */

// 32 connections pausing 32 ms on average ask for just under 1000 requests a second.
const THINK_MS = 32;

export const KINDS = [
  { id: "order", title: "POST /api/orders", load: "order", thinkMs: 0 },
  { id: "read", title: "GET /api/orders/:id", load: "read", thinkMs: 0 },
  { id: "webhook", title: "POST /webhooks/stripe", load: "webhook", thinkMs: 0 },
  { id: "paced", title: "POST /api/orders at about 1000 requests a second", load: "order", thinkMs: THINK_MS },
];
