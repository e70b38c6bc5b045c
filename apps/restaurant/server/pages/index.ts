/** The pages slice's door. */
export { type PagesDependencies, pagesHandlers } from "./pages.routes.js";
