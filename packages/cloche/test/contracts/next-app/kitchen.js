/** The suite's API, once for the whole process. */
import { handlers, openKitchen } from "../kitchen-api.ts";

globalThis.kitchen ??= openKitchen();
export const kitchen = globalThis.kitchen;
export const { gate } = kitchen;

/** The neutral handler of a route by its name. */
export function handled(name) {
  return handlers(kitchen).find(({ contract }) => contract.name === name);
}
