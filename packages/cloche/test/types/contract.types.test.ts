/** The compiler holds what the contract promises; each `@ts-expect-error` is a mistake it must refuse. */
import { anyone, contract, created, handle, ok, problem, problems, role, signedIn } from "cloche";
import { expect, expectTypeOf, it } from "vitest";
import { z } from "zod";

const Order = z.object({ id: z.string(), total: z.int() });

const place = contract({
  method: "POST",
  path: "/orders/{shop}/{table}",
  allow: role("customer"),
  query: z.object({ dry: z.coerce.boolean().default(false) }),
  headers: z.object({ "x-table": z.coerce.number() }),
  body: z.object({ quantity: z.coerce.number() }),
  returns: { 201: Order, 409: problems({ sold_out: "Sold out." }) },
});
const open = contract({ method: "GET", path: "/menu", allow: anyone("the menu is public"), returns: { 200: Order } });
const hook = contract({ method: "POST", path: "/hook", from: "stripe", body: Order, returns: { 200: Order } });

it("types what a handler receives", () => {
  handle(place, ({ caller, params, query, headers, cookies, body, event }) => {
    expectTypeOf(caller.id).toEqualTypeOf<string>();
    expectTypeOf(params).toEqualTypeOf<{ readonly shop: string; readonly table: string }>();
    expectTypeOf(query).toEqualTypeOf<{ dry: boolean }>();
    expectTypeOf(headers).toEqualTypeOf<{ "x-table": number }>();
    expectTypeOf(cookies).toEqualTypeOf<undefined>();
    expectTypeOf(body).toEqualTypeOf<{ quantity: number }>();
    expectTypeOf(event).toEqualTypeOf<undefined>();
    return created({ id: "1", total: 2 });
  });
  handle(open, ({ caller }) => {
    // @ts-expect-error: nobody is identified on a public route
    caller.id.toString();
    return ok({ id: "1", total: 2 });
  });
  handle(hook, ({ event }) => {
    expectTypeOf(event.payload).toEqualTypeOf<{ id: string; total: number }>();
    return ok(event.payload);
  });
  expect(place.name).toBe("POST /orders/{shop}/{table}");
});

it("types what a handler may answer", () => {
  handle(place, () => problem(409, "sold_out"));
  // @ts-expect-error: the code is not declared
  handle(place, () => problem(409, "sold_in"));
  // @ts-expect-error: the status is not declared
  handle(place, () => ok({ id: "1", total: 2 }));
  // @ts-expect-error: a member is missing
  handle(place, () => created({ id: "1" }));
  expect(true).toBe(true);
});

it("refuses contracts that say too little", () => {
  // @ts-expect-error: the reason is mandatory
  expect(() => contract({ method: "GET", path: "/a", allow: anyone(), returns: { 200: Order } })).toThrow();
  // @ts-expect-error: an empty reason is none
  expect(() => contract({ method: "GET", path: "/a", allow: anyone(""), returns: { 200: Order } })).toThrow();
  // @ts-expect-error: who may call is mandatory
  expect(() => contract({ method: "GET", path: "/a", returns: { 200: Order } })).toThrow();
  // Callers and partners exclude each other.
  const both = { method: "POST", path: "/a", allow: signedIn(), from: "stripe", returns: { 200: Order } } as const;
  expect(() => contract(both as never)).toThrow();
});
