/** The cameras' door. */
export { type CamerasDeps, camerasHandlers } from "./cameras.routes.js";
export { newTape, type Tape } from "./footage.js";
