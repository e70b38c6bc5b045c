/** The door of the kitchen's screens. */
export { deviceSource } from "./device-source.js";
export { type DevicesDeps, devicesHandlers } from "./devices.routes.js";
export { readDevices } from "./devices.store.js";
