/** Workers of the cluster module count apart in memory, so that a gate among them refuses to start. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("in a worker, unless there is only one", () => {
  const app = fileURLToPath(new URL("cluster-app.mjs", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [app], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(["started", "memory_shared", "started"]);
});
