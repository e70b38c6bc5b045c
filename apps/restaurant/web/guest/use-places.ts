/** At which place somebody orders: the one in the address, the only one, or the one whose table was scanned. */
import { useEffect, useState } from "preact/hooks";
import type { Places } from "../../contracts/index.js";
import { ApiError, callApi } from "../shared/api.js";
import { readSeat } from "./seat.js";
import { told } from "./told.js";

/** What is known of the places. */
export interface PlacesKnown {
  /** Where somebody orders; `undefined` while that is not known, or is theirs to choose. */
  readonly slug: string | undefined;
  readonly places: Places["places"] | undefined;
  readonly failure: string | undefined;
}

const PLACE = /^\/at\/([a-z0-9-]{2,64})$/;

/** Reads the places once. */
export function usePlaces(): PlacesKnown {
  const [slug, setSlug] = useState(PLACE.exec(location.pathname)?.[1]);
  const [places, setPlaces] = useState<Places["places"]>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    const load = async (): Promise<void> => {
      const read = (await callApi<Places>("/api/v1/locations")).places;
      if (slug === undefined) setSlug(read.length === 1 ? read[0]?.slug : await slugOfTable(read));
      setPlaces(read);
    };
    load().catch((error: unknown) => setFailure(told(error)));
  }, []);
  return { slug, places, failure };
}

/** Codes that were printed before places had addresses of their own name none: each place is asked for the table. */
async function slugOfTable(places: Places["places"]): Promise<string | undefined> {
  for (const { slug } of places) {
    try {
      return (await readSeat(slug)) === undefined ? undefined : slug;
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.status !== 404) throw error;
    }
  }
  return undefined;
}
