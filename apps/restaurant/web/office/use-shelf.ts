/** One kind of thing that a place keeps, with the four things that can be done with it. */
import { callAs } from "../shared/session.js";
import { type Kept, seen } from "./menu-things.js";
import { useDoing, useLoaded } from "./use-loaded.js";

/** What is known, and what can be done; each deed tells whether it was done. */
export interface ShelfOf<Thing> {
  readonly things: readonly Thing[] | undefined;
  readonly failure: string | undefined;
  readonly busy: boolean;
  readonly add: (body: object) => Promise<boolean>;
  readonly change: (thing: Kept, body: object) => Promise<boolean>;
  readonly archive: (thing: Kept) => Promise<boolean>;
}

/** Keeps what is at a path of the API; a change is made against the version that was seen. */
export function useShelf<Thing extends Kept>(path: string): ShelfOf<Thing> {
  const { data, failure, reload } = useLoaded<{ readonly items: readonly Thing[] }>(path);
  const doing = useDoing();
  const { run } = doing;
  return {
    things: data?.items,
    failure: failure ?? doing.failure,
    busy: doing.busy,
    add: (body) => run(() => callAs(path, { method: "POST", body }), reload),
    change: (thing, body) =>
      run(() => callAs(`${path}/${thing.id}`, { method: "PATCH", body, headers: seen(thing) }), reload),
    archive: (thing) => run(() => callAs(`${path}/${thing.id}`, { method: "DELETE", headers: seen(thing) }), reload),
  };
}
