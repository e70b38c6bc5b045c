/** What kind of order it is, as a picture beside its word. */
import type { Ticket } from "../../contracts/index.js";

/** A bag, a van, a table. */
const PATHS: Readonly<Record<Ticket["orderType"], string>> = {
  pickup: "M6 8h12l1 13H5zM9 8V6a3 3 0 0 1 6 0v2",
  delivery: "M2 6h12v11H2zM14 10h4l4 4v3h-8zM6 17a2 2 0 1 0 .1 0M18 17a2 2 0 1 0 .1 0",
  dine_in: "M3 8h18M6 8v12M18 8v12",
};

/** The picture; the word beside it says the same. */
export function TypeIcon({ type }: { readonly type: Ticket["orderType"] }) {
  return (
    <svg class="type-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[type]} />
    </svg>
  );
}
