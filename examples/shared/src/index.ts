/** What the examples have in common. */
export { contracts, login, type Order, placeOrder, readOrder, stripeWebhook } from "./contracts.js";
export { handlers } from "./handlers.js";
export { type Ordering, openOrdering, type Settings } from "./ordering.js";
export { type LocalSettings, localSettings } from "./settings.js";
