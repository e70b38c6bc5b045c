/** The messages' door. */
export { type MessagesDeps, messagesHandlers } from "./messages.routes.js";
