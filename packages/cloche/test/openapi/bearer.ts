/** A caller source that is only described. */
import { type CallerSource, refuse } from "cloche";

export const bearer: CallerSource = {
  name: "bearer",
  ambient: false,
  scheme: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
  missing: refuse("unauthenticated"),
  identify: () => undefined,
};
