/** What every adapter promises: the same hostile requests get the same answers. */
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Kitchen, openKitchen, STRIPE_SECRET } from "./kitchen-api.js";
import { ADAPTERS, type AdapterColumn, type AdapterName, type PromiseName } from "./promises.js";

/** A running API. */
export interface Served {
  /** The port it listens on; without one it is asked through `fetch`, and what needs a raw connection is left out. */
  readonly port?: number;
  readonly fetch?: (request: Request) => Response | Promise<Response>;
  /** What the API learned, where it runs in another process. */
  readonly kitchen?: Kitchen;
  /** Brings `kitchen` up to date. */
  readonly sync?: () => Promise<void>;
  close(): Promise<void>;
}

/** Starts the API of `kitchen-api.ts` through one adapter. */
export type Serve = (kitchen: Kitchen) => Promise<Served>;

/** Which adapter it is, by its column of the matrix. */
export interface SuiteOptions {
  readonly adapter: AdapterName;
}

const ITEM = "0b0c2f4e-9f4a-4c57-9f55-0f3f3f0a1b2c";
const COVERED = [
  "content-security-policy",
  "x-content-type-options",
  "referrer-policy",
  "cross-origin-resource-policy",
];

/** Ways to write the path of an order, which asks for a credential. */
const SPELLINGS = [
  "/api/orders/1",
  "/api/orders/1/",
  "/API/orders/1",
  "//api/orders/1",
  "/api//orders/1",
  "/api/orders/1;a=b",
  "/api/./orders/1",
  "/api/menu/../orders/1",
  "/api/menu/%2e%2e/orders/1",
  "/api/orders/./1",
  "/api/orders//1",
  "/api/%6frders/1",
  "/api%252forders/1",
  "/api%5corders/1",
  "/api%2forders/1",
  "/api/orders%2f1",
  "/%61pi/orders/1",
  "/api/orders/%31",
  "/api/orders/%2531",
  "/api/orders/1%00",
  "/api/orders/1?",
  "/api/orders/1#menu",
  "/api/menu%2f..%2forders/1",
  "http://evil.example/api/orders/1",
  "http://127.0.0.1//api/orders/1",
  "/\\api/orders/1",
  "/api/orders/__proto__",
];

/** Headers that some server or framework takes for the method, the path, or a sign that it has judged already. */
const TRUSTED: Readonly<Record<string, string>> = {
  "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
  "x-middleware-next": "1",
  "x-middleware-rewrite": "/api/menu",
  "x-matched-path": "/api/menu",
  "x-invoke-path": "/api/menu",
  "x-original-url": "/api/menu",
  "x-rewrite-url": "/api/menu",
  "x-http-method-override": "DELETE",
  "x-forwarded-prefix": "/api/menu",
  "next-action": "00",
  rsc: "1",
};

/** Runs the suite over one adapter. */
export function describeAdapter(name: string, serve: Serve, { adapter }: SuiteOptions): void {
  const { otherwise }: AdapterColumn = ADAPTERS[adapter];
  // What an adapter keeps in another way stands in the matrix with its reason, and is left out here.
  const promised = (promise: PromiseName) => (otherwise[promise] === undefined ? it : it.skip);

  describe(name, () => {
    let kitchen: Kitchen;
    let served: Served;
    beforeAll(async () => {
      kitchen = openKitchen();
      served = await serve(kitchen);
      kitchen = served.kitchen ?? kitchen;
    });
    afterAll(() => served.close());

    const call = async (path: string, init?: RequestInit) => {
      const request = new Request(`http://127.0.0.1:${served.port ?? 80}${path}`, init);
      const response = await (served.fetch ?? fetch)(request);
      await served.sync?.();
      return response;
    };
    const order = (body: unknown, headers: Record<string, string> = {}) =>
      call("/api/orders", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${kitchen.token("customer")}`,
          ...headers,
        },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });

    describe("covers every answer", () => {
      it.each<[string, string, number]>([
        ["a success", "/api/menu", 200],
        ["a missing path", "/nowhere", 404],
        ["a missing path of the API", "/api/nowhere", 404],
        ["a refusal", "/api/orders/1", 401],
        ["an unexpected error", "/api/broken/throw", 500],
        ["an undeclared answer", "/api/broken/shape", 500],
      ])("%s", (_what, path, status) => isCovered(path, status));

      promised("malformed")("a malformed address", () => isCovered("/api/orders/%E0%A4%A", 400));

      async function isCovered(path: string, status: number): Promise<void> {
        const response = await call(path);
        expect(response.status).toBe(status);
        for (const header of COVERED) expect(response.headers.get(header), header).not.toBeNull();
        expect(response.headers.get("x-powered-by")).toBeNull();
        expect(response.headers.get("strict-transport-security")).toBeNull();
        if (status !== 200) {
          expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
          expect(response.headers.get("cache-control")).toBe("no-store");
          expect(await response.json()).toMatchObject({ status });
        }
      }

      it("answers a wrong method with what the path allows", async () => {
        const response = await call("/api/orders", { method: "PUT" });
        expect(response.status).toBe(405);
        expect(response.headers.get("allow")).toBe("POST");
      });

      it("never tells what went wrong inside", async () => {
        const answers = await Promise.all(
          ["throw", "shape"].map(async (how) => (await call(`/api/broken/${how}`)).text()),
        );
        expect(answers.join()).not.toContain("canary");
        expect(kitchen.lines.join()).not.toContain('"value"');
      });

      it("answers HEAD like GET, without a body", async () => {
        const response = await call("/api/menu", { method: "HEAD" });
        expect(response.status).toBe(200);
        expect(response.headers.get("content-security-policy")).not.toBeNull();
        expect(await response.text()).toBe("");
      });
    });

    describe("asks who is calling", () => {
      it("challenges a request without a credential", async () => {
        const response = await call("/api/orders/1");
        expect(response.status).toBe(401);
        expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
        expect(response.headers.get("www-authenticate")).not.toContain("error=");
      });

      it("refuses a forged token and tells nothing of why", async () => {
        const token = kitchen.token("customer");
        const forged = `${token.slice(0, -2)}${token.endsWith("AA") ? "BB" : "AA"}`;
        const response = await call("/api/orders/1", { headers: { authorization: `Bearer ${forged}` } });
        expect(response.status).toBe(401);
        expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
        expect(await response.json()).toMatchObject({ code: "token_invalid" });
        expect(kitchen.events.at(-1)).toMatchObject({ name: "request.refused", route: "GET /api/orders/{id}" });
      });

      it("refuses a role the contract does not let in", async () => {
        const response = await call("/api/orders/1", { headers: { authorization: `Bearer ${kitchen.token("chef")}` } });
        expect(response.status).toBe(403);
        expect(response.headers.get("cache-control")).toBe("no-store");
      });

      promised("twice")("refuses two tokens at once", async () => {
        const token = `Bearer ${kitchen.token("customer")}`;
        if (served.port === undefined) {
          const headers: [string, string][] = [
            ["authorization", token],
            ["authorization", token],
          ];
          expect((await call("/api/orders/1", { headers })).status).toBe(400);
          return;
        }
        const status = await raw(served.port, [
          "GET /api/orders/1 HTTP/1.1",
          "Host: 127.0.0.1",
          `Authorization: ${token}`,
          `Authorization: ${token}`,
        ]);
        expect(status).toBe(400);
      });

      it("hands the verified caller and typed parameters to the handler", async () => {
        const response = await call("/api/orders/42", {
          headers: { authorization: `Bearer ${kitchen.token("customer", "ann")}` },
        });
        expect(response.status).toBe(200);
        expect(response.headers.get("cache-control")).toBe("no-store");
        expect(await response.json()).toEqual({ id: "42-ann", quantity: 1 });
      });
    });

    describe("reads input by its contract", () => {
      it("cleans, filters and answers an order", async () => {
        const response = await order({
          itemId: ITEM,
          quantity: 2,
          instructions: "x < y \u202e<script>alert(1)</script>",
        });
        expect(response.status).toBe(201);
        // The handler's `cost` is not declared, so it stays inside.
        expect(await response.json()).toEqual({
          id: expect.any(String),
          quantity: 2,
          instructions: "x < y <script>alert(1)</script>",
        });
      });

      it("lists each field that does not fit, without its value", async () => {
        const response = await order({ itemId: "canary-item", quantity: 0, extra: "canary-extra" });
        expect(response.status).toBe(400);
        const text = await response.text();
        expect(text).not.toContain("canary");
        const { errors } = JSON.parse(text) as { errors: { path: string }[] };
        expect(errors.map(({ path }) => path)).toEqual(["/extra", "/itemId", "/quantity"]);
      });

      it.each([
        ["another content type", "{}", { "content-type": "text/plain" }, 415],
        ["a content type with a tab", "{}", { "content-type": "application/json\t;x" }, 415],
        ["an encoding it cannot bound", "{}", { "content-encoding": "gzip" }, 415],
        ["an empty body", "", {}, 400],
        ["duplicate members", '{"itemId":"a","itemId":"b"}', {}, 400],
        ["a prototype key", '{"__proto__":{"role":"owner"}}', {}, 400],
        ["half a document", '{"itemId":', {}, 400],
      ])("refuses %s", async (_what, body, headers, status) => {
        expect((await order(body, headers)).status).toBe(status);
      });

      it("refuses a body that is too large", async () => {
        expect((await order(JSON.stringify({ instructions: "x".repeat(200 * 1024) }))).status).toBe(413);
      });

      promised("large")("refuses a body that is too large and does not say so", async () => {
        const large = "x".repeat(200 * 1024);
        if (served.port === undefined) {
          const body = new Blob([`{"instructions":"${large}"}`]).stream();
          const headers = { "content-type": "application/json", authorization: `Bearer ${kitchen.token("customer")}` };
          const init = { method: "POST", headers, body, duplex: "half" };
          expect((await call("/api/orders", init as RequestInit)).status).toBe(413);
          return;
        }
        expect(await chunked(served.port, kitchen.token("customer"), large)).toBe(413);
      });

      it("refuses a repeated query parameter and collects a declared list", async () => {
        expect((await call("/api/menu?page=1&page=2")).status).toBe(400);
        expect(await (await call("/api/menu?page=2&tag=a&tag=b")).json()).toEqual({ page: 2, tags: ["a", "b"] });
        expect((await call("/api/menu?surprise=1")).status).toBe(400);
      });

      it("runs one idempotency key once", async () => {
        const before = kitchen.orders.length;
        const key = { "idempotency-key": "order-key-0123456789" };
        const first = await order({ itemId: ITEM, quantity: 3 }, key);
        const second = await order({ itemId: ITEM, quantity: 3 }, key);
        const third = await order({ itemId: ITEM, quantity: 4 }, key);
        expect([first.status, second.status, third.status]).toEqual([201, 201, 422]);
        expect(await second.json()).toEqual(await first.json());
        expect(kitchen.orders.length).toBe(before + 1);
      });

      it("answers a declared problem of the application", async () => {
        const response = await order({ itemId: ITEM, quantity: 99 });
        expect(response.status).toBe(409);
        expect(await response.json()).toMatchObject({ code: "sold_out", title: "The item is sold out." });
      });
    });

    describe("verifies a partner over the raw bytes", () => {
      const deliver = (payload: string, signature: string) =>
        call("/webhooks/stripe", {
          method: "POST",
          headers: { "content-type": "application/json", "stripe-signature": signature },
          body: payload,
        });
      const sign = (payload: string, timestamp = Math.floor(Date.now() / 1000)) =>
        Stripe.webhooks.generateTestHeaderString({ payload, secret: STRIPE_SECRET, timestamp });

      it("works a delivery that the partner signed once, and answers its repetition", async () => {
        const payload = '{ "id": "evt_once",  "type": "paid", "more": [1.0] }';
        const answers = [await deliver(payload, sign(payload)), await deliver(payload, sign(payload))];
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect(kitchen.deliveries.filter((id) => id === "evt_once")).toHaveLength(1);
      });

      it("takes a delivery up again whose work failed", async () => {
        const payload = '{"id":"evt_again","type":"fails_once"}';
        expect((await deliver(payload, sign(payload))).status).toBe(500);
        expect((await deliver(payload, sign(payload))).status).toBe(200);
        expect(kitchen.deliveries.filter((id) => id === "evt_again")).toHaveLength(2);
      });

      it("refuses a forged, a stale and an altered delivery", async () => {
        const payload = '{"id":"evt_forged","type":"paid"}';
        const stale = sign(payload, Math.floor(Date.now() / 1000) - 3600);
        const forged = Stripe.webhooks.generateTestHeaderString({
          payload,
          secret: "whsec_of-somebody-else-entirely-000",
        });
        const statuses = [
          await deliver(payload, forged),
          await deliver(payload, stale),
          await deliver(`${payload} `, sign(payload)),
        ];
        expect(statuses.map(({ status }) => status)).toEqual([400, 400, 400]);
        expect(kitchen.deliveries).not.toContain("evt_forged");
        expect(kitchen.events.filter(({ name }) => name === "signature.failed").length).toBeGreaterThanOrEqual(3);
      });
    });

    it("limits by caller and says when to come back", async () => {
      const headers = { authorization: `Bearer ${kitchen.token("customer", "greedy")}` };
      const answers: Response[] = [];
      for (let count = 0; count < 6; count += 1) answers.push(await call("/api/orders/1", { headers }));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
      expect(answers[0]?.headers.get("ratelimit")).toMatch(/;r=4/);
      expect(answers[0]?.headers.get("ratelimit-policy")).toMatch(/;q=5;w=60/);
      expect(Number(answers[5]?.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await answers[5]?.json()).toMatchObject({
        code: "rate_limited",
        "violated-policies": ["get-api-orders-id"],
      });
    });

    it("streams piece by piece", async () => {
      const response = await call("/api/ticks");
      expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
      expect(await response.text()).toBe("data: 1\n\ndata: 2\n\ndata: 3\n\n");
    });

    it("answers nothing with nothing", async () => {
      const headers = { authorization: `Bearer ${kitchen.token("cashier")}` };
      const response = await call("/api/orders/1", { method: "DELETE", headers });
      expect([response.status, await response.text()]).toEqual([204, ""]);
    });

    it("tells every request in one line, by its template", async () => {
      const before = kitchen.lines.length;
      await call("/api/orders/personal-number-4711");
      const requests = kitchen.lines
        .slice(before)
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => "durationMilliseconds" in line);
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatchObject({ route: "GET /api/orders/{id}", status: 401, outcome: "refused" });
      expect(kitchen.lines.join()).not.toContain("personal-number");
    });

    promised("address")("believes the connection about its address, and no header", async () => {
      for (const header of ["x-forwarded-for", "x-real-ip", "cf-connecting-ip", "forwarded"]) {
        await call("/api/menu", { headers: { [header]: header === "forwarded" ? "for=203.0.113.9" : "203.0.113.9" } });
        const told = kitchen.lines.filter((line) => line.includes("durationMilliseconds")).at(-1) ?? "";
        expect(told).toContain('"127.0.0');
        expect(told).not.toContain("203.0.113");
      }
    });

    it("lets no spelling of a path or a method past the contract", async () => {
      if (served.port === undefined) return;
      const overrides = Object.entries({ ...TRUSTED, "x-http-method-override": "GET" }).map((pair) => pair.join(": "));
      for (const target of SPELLINGS) {
        for (const method of ["GET", "HEAD", "POST", "OPTIONS", "TRACE", "get"]) {
          const lines = [`${method} ${target} HTTP/1.1`, "Host: 127.0.0.1", "Content-Length: 0", ...overrides];
          const status = await raw(served.port, lines);
          // A redirect to the one right spelling leads to the contract, and a runtime knows no `get` (501).
          const isShut = status >= 300 && (status < 500 || status === 501 || method === "TRACE");
          expect([method, target, isShut]).toEqual([method, target, true]);
        }
      }
    });

    it("opens no door to headers that frameworks trust", async () => {
      for (const [header, value] of Object.entries(TRUSTED)) {
        const response = await call("/api/orders/1", { headers: { [header]: value } });
        expect([header, response.status]).toEqual([header, 401]);
      }
    });
  });
}

/** A status over a raw connection, for what no HTTP client would send. */
function raw(port: number, lines: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`));
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("end", () => resolve(Number(text.split(" ")[1])));
    socket.on("error", reject);
  });
}

/** A status for a large body whose length was not announced. */
function chunked(port: number, token: string, text: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const request = httpRequest(
      { port, host: "127.0.0.1", path: "/api/orders", method: "POST", headers },
      (response) => {
        resolve(response.statusCode);
        response.resume();
      },
    );
    request.on("error", reject);
    request.write(`{"instructions":"${text}`);
    request.end('"}');
  });
}
