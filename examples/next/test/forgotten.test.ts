/** Next.js cannot list its routes while it runs, so this finds a forgotten one before it is built. */
import { fileURLToPath } from "node:url";
import { checkNextRoutes } from "cloche/next";
import { contracts } from "example-shared";
import { expect, it } from "vitest";

it("leaves no route without its contract", () => {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  expect(() => checkNextRoutes(folder, contracts)).not.toThrow();
});
