/** The door of the partners that development and tests run with. */
export { type Delivery, deliver } from "./deliveries.js";
export { imitated, type WithPartners, withDevelopmentPartners } from "./for-development.js";
export { type Partners, type PartnersOptions, startPartners } from "./start-partners.js";
