import { describe, expect, it } from "vitest";
import { memoryLimitStore } from "../layers/rate-limit/index.js";
import { anyone } from "./allow.js";
import { contract } from "./contract.js";
import { createGate } from "./gate.js";
import { nothing } from "./returns.js";

const open = contract({ method: "GET", path: "/", allow: anyone("it is tried"), returns: { 204: nothing() } });

describe("limits that would count everybody as one are refused at start", () => {
  it.each([
    ["a default by caller", { defaults: { "/": "9 per minute by caller" } }],
    ["a default by something unknown", { defaults: { "/": "9 per minute by body:name" } }],
    ["failures by caller", { failures: "9 per minute by caller" }],
    ["failures by everyone", { failures: "9 per minute by everyone" }],
  ])("%s", (_what, limits) => {
    expect(() => createGate({ limits: { store: memoryLimitStore(), ...limits } }).route(open)).toThrow(
      /createGate limits/,
    );
  });
});
