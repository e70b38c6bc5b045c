/** What the rental promises, route by route: written in an afternoon, beside handlers that stay as they were. */
import { any, anyone, contract, nothing, owner, problems, role, signedIn } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";

const Bike = z.object({ id: z.string(), model: z.string(), pricePerHour: z.number() });
const Rental = z.object({
  id: z.uuid(),
  bikeId: z.string(),
  hours: z.int(),
  price: z.number(),
  note: z.string().optional(),
  paid: z.boolean(),
  returned: z.boolean(),
});
const unknownRental = problems({ rental_unknown: "There is no such rental." });
const oneRental = { params: z.object({ id: z.uuid() }), returns: { 200: Rental, 404: unknownRental } } as const;
const rentalOf = any(role("clerk"), owner("rental", "id"));

export const health = contract({
  method: "GET",
  path: "/health",
  allow: anyone("the load balancer has no credential"),
  returns: { 200: z.object({ ok: z.boolean() }) },
});
export const listBikes = contract({
  method: "GET",
  path: "/bikes",
  allow: anyone("everybody may see what is for rent"),
  query: z.object({ page: z.coerce.number().int().min(1).max(1000).optional() }),
  returns: { 200: z.array(Bike) },
});
export const readBike = contract({
  method: "GET",
  path: "/bikes/{id}",
  allow: anyone("everybody may see what is for rent"),
  returns: { 200: Bike, 404: problems({ bike_unknown: "There is no such bicycle." }) },
});
export const login = contract({
  method: "POST",
  path: "/login",
  allow: anyone("signing in is how a caller becomes known"),
  body: z.object({ email: z.email().max(200), password: z.string().min(1).max(200) }),
  limit: ["20 per hour by address", "10 per hour by body:email"],
  returns: { 200: z.object({ token: z.string() }), 401: problems({ sign_in_failed: "They do not belong together." }) },
});
export const startRental = contract({
  method: "POST",
  path: "/rentals",
  allow: signedIn(),
  body: z.object({ bikeId: z.string().max(40), hours: z.int().min(1).max(72), note: plainText(280).optional() }),
  limit: "30 per hour by caller",
  returns: { 201: Rental, 409: problems({ bike_unknown: "There is no such bicycle." }) },
});
export const myRentals = contract({
  method: "GET",
  path: "/rentals",
  allow: signedIn(),
  returns: { 200: z.array(Rental) },
});
export const readRental = contract({ method: "GET", path: "/rentals/{id}", allow: rentalOf, ...oneRental });
export const returnBike = contract({ method: "POST", path: "/rentals/{id}/return", allow: rentalOf, ...oneRental });
export const changeMe = contract({
  method: "PATCH",
  path: "/me",
  allow: signedIn(),
  body: z.object({ name: plainText(80) }),
  returns: { 200: z.object({ id: z.string(), email: z.string(), name: z.string() }) },
});
export const allRentals = contract({
  method: "GET",
  path: "/admin/rentals",
  allow: role("clerk"),
  returns: { 200: z.array(Rental.extend({ personId: z.string() })) },
});
export const removeBike = contract({
  method: "DELETE",
  path: "/admin/bikes/{id}",
  allow: role("clerk"),
  returns: { 204: nothing() },
});
export const stripeWebhook = contract({
  method: "POST",
  path: "/webhooks/stripe",
  from: "stripe",
  body: z.object({
    type: z.string(),
    data: z.object({ object: z.looseObject({ metadata: z.record(z.string(), z.string()) }) }),
  }),
  limit: "600 per minute by address",
  returns: { 200: z.object({ received: z.boolean() }) },
});
