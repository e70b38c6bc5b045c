/** The door of the partners' keys that are kept in the office. */

export type { PartnerKeysDeps, Tried, Tries } from "./deps.js";
export { type Keeper, startKeeper } from "./keeper.js";
export { partnerKeysHandlers } from "./partner-keys.routes.js";
export { dropEnded } from "./partner-keys.store.js";
