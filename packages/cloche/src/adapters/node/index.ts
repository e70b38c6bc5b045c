/** Cloche on plain `node:http`: the adapter's door. */
export { coverServer, visitOf } from "../../gate/index.js";
export { lid, type NativeHandler, type NodeLid } from "./lid.js";
