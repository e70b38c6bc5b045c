/** The one door to who may act at a place, and for the whole house. */
export { type Acting, type ActingCaller, actingAt, type Intent } from "./acting.js";
export { houseOwners, ownsHouse } from "./house.js";
