/** The place one works at, as everybody may know it: its currency and its zone among other things. */
import type { Location } from "../../contracts/index.js";
import type { Person } from "./person.js";
import { type Loaded, useLoaded } from "./use-loaded.js";

/** Reads it. */
export function useHere({ locations, locationId }: Person): Loaded<Location> & { readonly slug: string } {
  const slug = locations.find(({ id }) => id === locationId)?.slug ?? "";
  return { slug, ...useLoaded<Location>(`/api/v1/locations/${slug}`) };
}

const DAY = 86_400_000;

/** A day so many days before another. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY).toISOString().slice(0, 10);
}
