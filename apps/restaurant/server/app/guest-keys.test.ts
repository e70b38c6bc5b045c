/** Two guests behind one address, and one guest who changes from one network to another. */
import { beforeAll, expect, it } from "vitest";
import type { Menu, PlacedOrder } from "../../contracts/index.js";
import { describePglite, startTestApp, type TestApp } from "../test-support/index.js";

describePglite("a guest's Idempotency-Key", ({ placeWithSchema }) => {
  let app: TestApp;
  let itemId = "";
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema(), { config: { proxies: { hops: 1 } } });
    const menu = (await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as Menu;
    itemId = menu.items.find(({ name }) => name === "Espresso")?.id ?? "";
    return () => app.stop();
  });

  const KEY = { "idempotency-key": "everybody-uses-this-key" };
  const at = (address: string) => ({ "x-forwarded-for": address });
  const lines = () => [{ itemId, quantity: 1 }];
  const browser = async (address: string) => {
    const answer = await app.post("/api/v1/locations/the-copper-lid/quote", { lines: lines() }, at(address));
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^__Host-guest=[A-Za-z0-9_-]{22}; .*Secure; HttpOnly; SameSite=/);
    return { cookie: cookie.split(";")[0] ?? "" };
  };
  const order = async (name: string, headers: Record<string, string>) => {
    const answer = await app.post(
      "/api/v1/orders",
      { lines: lines(), contact: { name, phone: "+4915100000001" } },
      { ...headers, ...KEY },
    );
    return { status: answer.status, body: (await answer.json()) as PlacedOrder & { readonly code?: string } };
  };

  it("is the browser's own: others at the address may use the same one, and it goes along to another network", async () => {
    const [ana, ben] = [await browser("198.51.100.1"), await browser("198.51.100.1")];
    expect(ana).not.toEqual(ben);
    const first = await order("Ana", { ...ana, ...at("198.51.100.1") });
    expect((await order("Ben", { ...ben, ...at("198.51.100.1") })).status).toBe(201);
    const again = await order("Ana", { ...ana, ...at("203.0.113.9") });
    expect([again.status, again.body.order.id]).toEqual([201, first.body.order.id]);
    const other = await order("Anabel", { ...ana, ...at("203.0.113.9") });
    expect([other.status, other.body.code]).toEqual([422, "idempotency_mismatch"]);
  });

  it("is the address's where no cookie comes, and a cookie that is none is passed over", async () => {
    const first = await order("Cy", at("198.51.100.7"));
    expect((await order("Cy", at("198.51.100.7"))).body.order.id).toBe(first.body.order.id);
    const odd = await order("Cy", { ...at("198.51.100.7"), cookie: "__Host-guest=<script>" });
    expect(odd.body.order.id).toBe(first.body.order.id);
  });
});
