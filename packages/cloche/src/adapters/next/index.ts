/** Cloche on Next.js 16: the adapter's door. */
export {
  type DecodedAnswer,
  rememberIncoming as rememberConnections,
} from "../../gate/index.js";
export { type Action, action } from "./action.js";
export { checkNextRoutes } from "./check-routes.js";
export { pageProxy } from "./page-proxy.js";
export { guard, type NativeHandler, type RouteHandler, type RouteMethod, route, routes } from "./route.js";
