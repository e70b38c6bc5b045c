/** The place and its menu, read again while the page is open: what is sold out shows without a reload. */
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Location, Menu } from "../../contracts/index.js";
import { ApiError, callApi } from "../shared/api.js";
import { told } from "./told.js";
import { words } from "./words/index.js";

/** What is known of the place. */
export interface Place {
  readonly menu: Menu | undefined;
  readonly location: Location | undefined;
  readonly failure: string | undefined;
  readonly reload: () => void;
}

const FRESH = { cache: "no-cache" } as const;
const EVERY_MILLISECONDS = 30_000;

/** Reads both, and again every 30 seconds while somebody looks; the browser asks by the menu's entity tag. */
export function usePlace(slug: string): Place {
  const [menu, setMenu] = useState<Menu>();
  const [location, setLocation] = useState<Location>();
  const [failure, setFailure] = useState<string>();
  const load = useCallback(async (): Promise<void> => {
    const [read, place] = await Promise.all([
      callApi<Menu>(`/api/v1/locations/${slug}/menu`, FRESH),
      callApi<Location>(`/api/v1/locations/${slug}`, FRESH),
    ]);
    // An unchanged menu keeps its identity, so that nothing is drawn or priced anew for it.
    setMenu((known) => (JSON.stringify(known) === JSON.stringify(read) ? known : read));
    setLocation((known) => (JSON.stringify(known) === JSON.stringify(place) ? known : place));
  }, [slug]);
  useEffect(() => {
    load().catch((error: unknown) => {
      const isUnknown = error instanceof ApiError && error.problem.status === 404;
      setFailure(isUnknown ? words.places.unknown : told(error));
    });
    const again = (): void => {
      // Once there is a menu, a look that fails is made good by the next.
      if (document.visibilityState === "visible") load().catch(() => undefined);
    };
    const timer = setInterval(again, EVERY_MILLISECONDS);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, [load]);
  return { menu, location, failure, reload: () => void load().catch(() => undefined) };
}
