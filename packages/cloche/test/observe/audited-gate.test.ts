/** No record, no request: a gate whose trail denies lets nothing change while the trail cannot be written. */
import { anyone, contract, createGate, handle, noContent, nothing, ok } from "cloche";
import { cover } from "cloche/hono";
import { type AuditStore, auditTrail, memoryAuditStore, type SealedRow } from "cloche/observe";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const allow = anyone("the suite calls it");
const change = contract({ method: "POST", path: "/dishes", allow, returns: { 204: nothing() } });
const look = contract({ method: "GET", path: "/dishes", allow, returns: { 200: z.object({ id: z.string() }) } });

function open(whenFailing: "deny" | "allow") {
  const memory = memoryAuditStore();
  const state = { away: false, changed: 0 };
  const store: AuditStore = {
    ...memory,
    append: (after, rows) => (state.away ? Promise.reject(new Error("full")) : memory.append(after, rows)),
  };
  const gate = createGate({ audit: auditTrail({ store, whenFailing }) });
  const app = new Hono();
  cover(app, gate, { address: () => "203.0.113.9" }).mount([
    handle(change, () => {
      state.changed += 1;
      return noContent();
    }),
    handle(look, () => ok({ id: "soup" })),
  ]);
  const post = () => app.request("/dishes", { method: "POST", headers: { "x-request-id": "req-audited-1" } });
  return { app, state, store, post };
}

describe("a gate with an audit trail", () => {
  it("writes each request that may change something before its handler runs, and no other", async () => {
    const { app, post, store, state } = open("deny");
    expect((await post()).status).toBe(204);
    expect((await app.request("/dishes")).status).toBe(200);
    const rows: (SealedRow | undefined)[] = [];
    for await (const row of store.rows()) rows.push(row);
    expect(rows.map((row) => row?.row)).toEqual([
      {
        action: "request.admitted",
        at: expect.any(Number) as number,
        route: "POST /dishes",
        requestId: "req-audited-1",
        network: "203.0.113.0/24",
      },
    ]);
    expect(state.changed).toBe(1);
  });

  it("refuses changes and still shows what there is while the trail is away and denies", async () => {
    const { app, post, state } = open("deny");
    state.away = true;
    const refused = await post();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: "store_unavailable" });
    expect(state.changed).toBe(0);
    expect((await app.request("/dishes")).status).toBe(200);
  });

  it("goes on where the trail allows", async () => {
    const { post, state } = open("allow");
    state.away = true;
    expect((await post()).status).toBe(204);
    expect(state.changed).toBe(1);
  });
});
