/** Contracts of the house's places: another one is made by whoever owns every one there is. */
import { contract, problems } from "cloche";
import { z } from "zod";
import { PEOPLE } from "./auth.js";
import { FieldErrors } from "./field-errors.js";
import { LANGUAGES } from "./languages.js";
import { BySlug } from "./menu.js";
import { BusinessDayStarts } from "./settings.js";
import { Restaurant } from "./setup.js";
import { may } from "./staff.js";

const NewPlace = Restaurant.extend({
  slug: BySlug.shape.slug.meta({ description: "How guests' addresses name it: /at/{slug}." }),
  language: z.enum(LANGUAGES).default("en"),
  businessDayStarts: BusinessDayStarts.default("04:00"),
});
export type NewPlace = z.infer<typeof NewPlace>;

export const MadePlace = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  currency: z.string(),
  timezone: z.string(),
});
export type MadePlace = z.infer<typeof MadePlace>;

export const makePlace = contract({
  method: "POST",
  path: "/api/v1/locations",
  summary: "Make another place; it takes no orders of guests until its settings say which",
  tags: ["settings"],
  allow: may("makePlaces"),
  via: PEOPLE,
  body: NewPlace,
  idempotent: "required",
  limit: "60 per hour by caller",
  returns: {
    201: MadePlace,
    403: problems({ not_the_houses_owner: "A place is made by an owner of each of the house's places." }),
    409: problems(
      {
        slug_taken: "Another place has this address.",
        idempotency_running: "A request with this Idempotency-Key is still running.",
      },
      { slug_taken: FieldErrors },
    ),
    422: problems({ idempotency_mismatch: "This Idempotency-Key was used with another request." }),
  },
});
