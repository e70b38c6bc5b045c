/** The door of the house's health. */
export { type DeadEventsDeps, deadEventsHandlers } from "./events.routes.js";
export { type HealthDeps, healthHandlers } from "./health.routes.js";
export type { InboxHealth, ScreenHealth } from "./health-report.js";
