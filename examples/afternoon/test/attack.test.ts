/** The same attacks on the rental as it was and as it is: each gets through before, and is held off after. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Contract } from "cloche";
import { createGate } from "cloche";
import { cover } from "cloche/express";
import express, { type Express } from "express";
import { SignJWT } from "jose";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp as after } from "../src/after.js";
import { createApp as before } from "../src/before.js";
import * as contracts from "../src/contracts.js";

const jwt = randomBytes(36).toString("base64url");
const stripe = `whsec_${randomBytes(24).toString("hex")}`;

/** An app that listens, and people who have signed in to it. */
interface Running {
  readonly call: (
    path: string,
    init?: Sent,
  ) => Promise<{ status: number; text: string; json: Answer; headers: Headers }>;
  readonly ann: string;
  readonly bob: string;
  readonly server: Server;
}
/** What the attacks read of an answer. */
interface Answer {
  readonly token: string;
  readonly id: string;
  readonly paid: boolean;
  readonly price: number;
  readonly note: string;
  readonly returned: boolean;
  readonly map: <Value>(read: (one: Answer) => Value) => readonly Value[];
}
interface Sent {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function run(app: Express): Promise<Running> {
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call: Running["call"] = async (path, { method = "GET", token, body, headers = {} } = {}) => {
    const response = await fetch(origin + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      text,
      json: (isJson ? JSON.parse(text) : {}) as Answer,
      headers: response.headers,
    };
  };
  const signIn = async (email: string, password: string) =>
    (await call("/login", { method: "POST", body: { email, password } })).json.token;
  const ann = await signIn("ann@shop.example", "correct horse battery");
  const bob = await signIn("bob@shop.example", "staple soup ladle");
  return { call, ann, bob, server };
}

const event = (rental: string) => ({
  id: "evt_1",
  type: "payment_intent.succeeded",
  data: { object: { metadata: { rental } } },
});
const rent = ({ call, ann }: Running, body: object = { bikeId: "b1", hours: 2 }) =>
  call("/rentals", { method: "POST", token: ann, body });

/** What an attack comes to, on each app: `true` where it got through. */
const ATTACKS: readonly (readonly [what: string, attack: (app: Running) => Promise<boolean>])[] = [
  [
    "reading somebody else's rental (OWASP API1)",
    async (app) => {
      const { id } = (await rent(app)).json;
      return (await app.call(`/rentals/${id}`, { token: app.bob })).status === 200;
    },
  ],
  [
    "returning somebody else's bicycle",
    async (app) => {
      const { id } = (await rent(app)).json;
      return (await app.call(`/rentals/${id}/return`, { method: "POST", token: app.bob })).status === 200;
    },
  ],
  [
    "making oneself a clerk (OWASP API3)",
    async ({ call, bob }) => {
      const { status, text } = await call("/me", { method: "PATCH", token: bob, body: { role: "clerk" } });
      return status === 200 && text.includes("clerk");
    },
  ],
  [
    "reading a password out of an answer",
    async ({ call, bob }) =>
      (await call("/me", { method: "PATCH", token: bob, body: { name: "Bob" } })).text.includes("staple soup"),
  ],
  ["reading what the shop paid", async ({ call }) => (await call("/bikes/b1")).text.includes("boughtFor")],
  [
    "deleting a bicycle as nobody",
    async ({ call }) => (await call("/admin/bikes/b3", { method: "DELETE" })).status === 204,
  ],
  [
    "reading all rentals as a guest",
    async ({ call, bob }) => (await call("/admin/rentals", { token: bob })).status === 200,
  ],
  ["renting for less than nothing", async (app) => (await rent(app, { bikeId: "b1", hours: -10 })).status === 201],
  [
    "hiding markup in a note",
    async (app) => (await rent(app, { bikeId: "b1", hours: 1, note: "a\u202eb" })).text.includes("\u202e"),
  ],
  [
    "marking a rental paid by a forged webhook",
    async (app) => {
      const { id } = (await rent(app)).json;
      await app.call("/webhooks/stripe", { method: "POST", body: event(id) });
      return (await app.call(`/rentals/${id}`, { token: app.ann })).json.paid;
    },
  ],
  [
    "a token that the same secret signed for another API",
    async ({ call }) => {
      const other = new SignJWT({ role: "clerk", aud: "other" }).setProtectedHeader({ alg: "HS256" });
      const token = await other.setSubject("p2").setExpirationTime("1h").sign(new TextEncoder().encode(jwt));
      return (await call("/rentals", { token })).status === 200;
    },
  ],
  [
    "guessing a password for as long as it takes",
    async ({ call }) => {
      const guess = (count: number) => ({ email: "eve@shop.example", password: `guess ${count}` });
      const statuses: number[] = [];
      for (let count = 0; count < 15; count += 1) {
        statuses.push((await call("/login", { method: "POST", body: guess(count) })).status);
      }
      return !statuses.includes(429);
    },
  ],
  [
    "a stack trace",
    async ({ call, ann }) =>
      (await call("/rentals", { method: "POST", token: ann, body: "{" })).text.includes("node_modules"),
  ],
  ["a page that frames the answer", async ({ call }) => !(await call("/bikes")).headers.has("content-security-policy")],
  ["learning what serves it", async ({ call }) => (await call("/nowhere")).headers.has("x-powered-by")],
];

describe("the rental", () => {
  let old: Running;
  let now: Running;
  beforeAll(async () => {
    old = await run(before(jwt));
    now = await run(after({ jwt, stripe }));
  });
  afterAll(() => {
    for (const { server } of [old, now]) {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each(ATTACKS.map(([what, attack]) => ({ what, attack })))(
    "$what: gets through before, and not after",
    async ({ attack }) => {
      expect([await attack(old), await attack(now)]).toEqual([true, false]);
    },
  );

  it("answers who means well as before", async () => {
    const answers: unknown[][] = [];
    for (const app of [old, now]) {
      const { call, ann } = app;
      const { json: rental, status } = await rent(app, { bikeId: "b2", hours: 3, note: "with a child's seat" });
      const payload = JSON.stringify(event(rental.id));
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: stripe });
      const paid = await call("/webhooks/stripe", {
        method: "POST",
        body: payload,
        headers: { "stripe-signature": signature },
      });
      const read = await call(`/rentals/${rental.id}`, { token: ann });
      const returned = await call(`/rentals/${rental.id}/return`, { method: "POST", token: ann });
      const listed = (await call("/bikes?page=1")).json.map(({ id }) => id);
      const { price, note } = rental;
      answers.push([status, price, note, paid.json, read.json.paid, returned.json.returned, listed]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]?.slice(0, 2)).toEqual([201, 12]);
  });

  it("is told under the lid which routes are left to do, and does not start until none is", () => {
    const app = express();
    const { guard, seal } = cover(app, createGate());
    app.get(
      "/health",
      guard(contracts.health as unknown as Contract) as never,
      (_request, response) => void response.json({ ok: true }),
    );
    app.get("/bikes", (_request, response) => void response.json([]));
    const admin = express.Router();
    admin.delete("/bikes/:id", (_request, response) => void response.status(204).end());
    app.use("/admin", admin);
    expect(seal).toThrow(/^GET \/bikes, DELETE \/admin\/bikes\/:id: A route has no contract\./);
  });
});
