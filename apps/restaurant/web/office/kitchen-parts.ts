/** What the parts of the kitchen's set-up share. */
import type { RoutingTable, Station } from "../../contracts/index.js";
import type { MenuThings } from "./menu-things.js";

export interface KitchenParts {
  /** The part of the API that is about the place. */
  readonly at: string;
  readonly stations: readonly Station[];
  readonly table: RoutingTable;
  readonly menu: MenuThings;
  readonly reload: () => Promise<void>;
}
