/** What native handlers are held to, whatever framework runs them. */
import { describe, expect, it } from "vitest";
import { type Kitchen, openKitchen } from "./kitchen-api.js";

/** Asks one running API. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/**
 * Serves `placeOrderNatively` and `brokenRoute` through native handlers. The first answers 201 with the verified
 * quantity, the caller's id and an undeclared "canary"; the second throws, or answers text or another shape with a canary
 * in it, by its parameter.
 */
export type ServeNatively = (kitchen: Kitchen, work: (ask: Ask) => Promise<void>) => Promise<void>;

const ITEM = "0b0c2f4e-9f4a-4c57-9f55-0f3f3f0a1b2c";

/** Runs the suite over one framework's native handlers. */
export function describeNative(name: string, serve: ServeNatively): void {
  describe(`native handlers on ${name}`, () => {
    it("receive the cleaned body and answer only what is declared", async () => {
      const kitchen = openKitchen();
      await serve(kitchen, async (ask) => {
        const send = (body: unknown) =>
          ask("/api/orders", {
            method: "POST",
            headers: {
              "content-type": "application/json",
              authorization: `Bearer ${kitchen.token("customer", "ann")}`,
            },
            body: JSON.stringify(body),
          });
        const good = await send({ itemId: ITEM, quantity: 2, instructions: "a\u202eb" });
        expect(good.status).toBe(201);
        expect(good.headers.get("cache-control")).toBe("no-store");
        expect(good.headers.get("content-security-policy")).not.toBe("weakened");
        expect(good.headers.get("content-security-policy")).not.toBeNull();
        expect(good.headers.get("content-type")).toMatch(/^application\/json/);
        expect(await good.json()).toEqual({ id: "ann", quantity: 2, instructions: "ab" });
        expect((await send({ itemId: ITEM, quantity: 0 })).status).toBe(400);
        expect((await ask("/api/orders", { method: "POST" })).status).toBe(401);
      });
    });

    it.each(["throw", "throw-text", "shape", "text", "status"])("become a bare 500 where they %s", async (how) => {
      const kitchen = openKitchen();
      await serve(kitchen, async (ask) => {
        const response = await ask(`/api/broken/${how}`);
        const text = await response.text();
        expect(response.status).toBe(500);
        expect(text).not.toContain("canary");
        expect(JSON.parse(text)).toMatchObject({ code: "internal_error" });
        expect(response.headers.get("content-security-policy")).not.toBeNull();
        await new Promise((resolve) => setTimeout(resolve, 30));
        const told = kitchen.lines.filter((line) => line.includes("durationMilliseconds"));
        expect(told).toHaveLength(1);
        expect(JSON.parse(told[0] ?? "{}")).toMatchObject({
          status: 500,
          outcome: "failed",
          route: "GET /api/broken/{how}",
        });
      });
    });
  });
}
