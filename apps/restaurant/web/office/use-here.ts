/** The place one works at, as everybody may know it: its currency and its zone among other things. */
import type { Location } from "../../contracts/index.js";
import type { Person } from "./person.js";
import { type Loaded, useLoaded } from "./use-loaded.js";

/** Reads it. */
export function useHere({ locations, locationId }: Person): Loaded<Location> & { readonly slug: string } {
  const slug = locations.find(({ id }) => id === locationId)?.slug ?? "";
  return { slug, ...useLoaded<Location>(`/api/v1/locations/${slug}`) };
}

/** A date as the API takes it, by the place's own calendar. */
export function dateIn(timeZone: string, instant: number): string {
  return new Date(instant).toLocaleDateString("sv-SE", { timeZone });
}
