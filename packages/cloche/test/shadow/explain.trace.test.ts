/** The explanation of a decision: every step and why, for whom the owner asks, and nothing that came from the client. */
import { anyone, contract, createGate, type ExplainOptions, handle, ok, role, type Trace } from "cloche";
import { cover } from "cloche/hono";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { memoryLimitStore } from "cloche/rate-limit";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const keys = keyRing([secretKey({ algorithm: "HS256", secret: "explain-suite-secret-4d8a1f0c6b2e9735", keyId: "k" })]);
const told = { issuer: "https://id.example", audience: "orders" };
const verifier = tokenVerifier({ issuers: [{ ...told, algorithms: ["HS256"], keys }] });
const issuer = tokenIssuer({ ...told, keys, lifetime: "10 minutes" });
const token = (named: string) => issuer.issue({ subject: "u-1", claims: { role: named } }).token;

const returns = { 200: z.object({ ok: z.boolean() }) };
const order = {
  method: "POST",
  path: "/orders/{id}",
  allow: role("chef"),
  body: z.object({ quantity: z.int() }),
  limit: ["9 per minute by address", "2 per minute by caller"],
  returns,
} as const;
const place = contract(order);
const watched = contract({ ...order, path: "/watched/{id}", shadow: ["rule", "input"] });
const menu = contract({ method: "GET", path: "/menu", allow: anyone("it is public"), returns });

function api(when: ExplainOptions["when"] = () => true) {
  const traces: Trace[] = [];
  const explain = { when, tell: (trace: Trace) => void traces.push(trace) };
  const gate = createGate({ who: [bearer({ verifier })], limits: { store: memoryLimitStore() }, explain });
  const app = new Hono();
  const { mount, seal } = cover(app, gate, { address: () => "192.0.2.7" });
  mount([
    handle(place, () => ok({ ok: true })),
    handle(watched, () => ok({ ok: true })),
    handle(menu, () => ok({ ok: true })),
  ]);
  seal();
  const send = async (path: string, value: unknown, bearerToken?: string) => {
    const authorization: Record<string, string> = bearerToken ? { authorization: `Bearer ${bearerToken}` } : {};
    const headers = { "content-type": "application/json", "x-canary": "canary-header", ...authorization };
    const response = await app.request(path, { method: "POST", headers, body: JSON.stringify(value) });
    return response.status;
  };
  return { traces, send, get: (path: string) => app.request(path) };
}

const steps = (trace: Trace | undefined) => trace?.steps.map(({ step, outcome }) => `${step} ${outcome}`);

describe("a decision is explained", () => {
  it("step by step to the handler", async () => {
    const { traces, send } = api();
    expect(await send("/orders/7", { quantity: 2 }, token("chef"))).toBe(200);
    expect(traces).toHaveLength(1);
    const [trace] = traces;
    expect(trace).toMatchObject({ route: "POST /orders/{id}", callerId: "u-1", status: 200, outcome: "answered" });
    expect(steps(trace)).toEqual([
      "limit by address passed",
      "failed credentials passed",
      "credential passed",
      "limit by caller passed",
      "input params passed",
      "input body passed",
    ]);
    expect(trace?.steps[2]?.why).toBe("bearer; asked: role chef");
    expect(trace?.steps[3]?.why).toContain("post-orders-id-2: 1 left");
    expect(trace?.steps.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
  });

  it.each([
    ["no credential", { quantity: 1 }, undefined, "credential", "unauthenticated", "credential_missing"],
    ["another role", { quantity: 1 }, token("guest"), "credential", "forbidden", "role_missing"],
    [
      "input that does not fit",
      { quantity: "x" },
      token("chef"),
      "input body",
      "validation_failed",
      "validation_failed",
    ],
  ])("to the step that refused: %s", async (_what, value, bearerToken, step, code, reason) => {
    const { traces, send } = api();
    await send("/orders/7", value, bearerToken);
    expect(traces[0]?.steps.at(-1)).toMatchObject({ step, outcome: "refused", code, reason });
    expect(traces[0]).toMatchObject({ outcome: "refused", reason });
  });

  it("with the limit that was reached", async () => {
    const { traces, send } = api();
    for (let count = 0; count < 3; count += 1) await send("/orders/7", { quantity: 1 }, token("chef"));
    expect(traces.at(-1)?.steps.at(-1)).toMatchObject({
      step: "limit by caller",
      outcome: "refused",
      code: "rate_limited",
    });
    expect(traces.at(-1)?.steps.at(-1)?.why).toContain("post-orders-id-2");
  });

  it("with what was only watched", async () => {
    const { traces, send } = api();
    expect(await send("/watched/7", { quantity: "x" }, token("guest"))).toBe(200);
    expect(steps(traces[0])).toContain("rule watched");
    expect(steps(traces[0])).toContain("input watched");
  });

  it("without anything that the client sent", async () => {
    const { traces, send } = api();
    const bearerToken = token("chef");
    await send("/orders/canary-id?canary=1", { quantity: "canary-value", "canary-name": 1 }, bearerToken);
    await send("/orders/canary-id", { quantity: 1 }, "canary-token");
    const text = JSON.stringify(traces);
    expect(traces).toHaveLength(2);
    expect(text).not.toContain("canary");
    expect(text).not.toContain(bearerToken);
  });
});

describe("nothing is explained", () => {
  it("to whom the owner does not ask for, whatever the request says", async () => {
    const asked: unknown[] = [];
    const { traces, send } = api((request) => {
      asked.push(request);
      return false;
    });
    await send("/orders/7", { quantity: 1 }, token("chef"));
    expect(traces).toEqual([]);
    expect(asked).toEqual([{ route: "POST /orders/{id}", method: "POST", address: "192.0.2.7" }]);
  });

  it("where asking fails, or gives no clear yes; the request goes on", async () => {
    const failing = api(() => {
      throw new Error("canary");
    });
    const vague = api((() => "yes") as never);
    for (const { get, traces } of [failing, vague]) {
      expect((await get("/menu")).status).toBe(200);
      expect(traces).toEqual([]);
    }
  });

  it("twice, and a listener that throws changes no answer", async () => {
    const explain = {
      when: () => true,
      tell: () => {
        throw new Error("canary");
      },
    };
    const app = new Hono();
    cover(app, createGate({ explain })).mount([handle(menu, () => ok({ ok: true }))]);
    expect((await app.request("/menu")).status).toBe(200);
  });

  it("under another name", () => {
    expect(() => createGate({ explain: { when: () => true, tel: () => {} } as never })).toThrow(/option_unknown/);
  });
});
