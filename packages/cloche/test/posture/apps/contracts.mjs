/** The contracts of a small app, as a user's build would leave them. */
import { anyone, contract, handle, ok, role } from "cloche";
import { z } from "zod";

const Order = z.object({ id: z.string() });

export const readOrder = contract({
  method: "GET",
  path: "/orders/{id}",
  allow: role("owner"),
  limit: "10 per minute by caller",
  returns: { 200: Order },
});
export const others = [
  contract({ method: "GET", path: "/menu", allow: anyone("the menu | is <public>"), returns: { 200: Order } }),
  handle(
    contract({ method: "POST", path: "/orders", allow: role("owner"), body: Order, returns: { 200: Order } }),
    () => ok({ id: "1" }),
  ),
];
export const notAContract = { name: "GET /x", method: "GET", path: "/x", returns: {} };
