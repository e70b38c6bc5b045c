/** The restaurant's `cloche.lock` says what its contracts say, and a planted loosening of it is caught. */
import { spawnSync } from "node:child_process";
import {
  anyone,
  type Contract,
  comparePosture,
  contract,
  type GateOptions,
  posture,
  postureLock,
  readPostureLock,
} from "cloche";
import { describe, expect, it } from "vitest";

const app = new URL("../../../../apps/restaurant/", import.meta.url);

async function promised(): Promise<{ readonly all: readonly Contract[]; readonly options: GateOptions }> {
  const exported = (await import(new URL("server/app/posture.ts", app).href)) as Readonly<Record<string, unknown>>;
  const all = Object.values(exported).filter((one): one is Contract => Object.hasOwn(Object(one), "returns"));
  return { all, options: exported.gateOptions as GateOptions };
}

describe("apps/restaurant/cloche.lock", () => {
  it("is in step; `-u` writes it anew", async () => {
    const { all, options } = await promised();
    const rows = posture(all, options);
    expect(rows.length).toBeGreaterThan(20);
    await expect(postureLock(rows)).toMatchFileSnapshot(new URL("cloche.lock", app).pathname);
  });

  it("is what `cloche posture --check --exact` finds, as CI runs it", () => {
    const main = new URL("../../dist/cli/main.js", import.meta.url).pathname;
    const words = ["posture", "dist/server/app/posture.js", "--check", "--exact"];
    const { status, stdout } = spawnSync(process.execPath, [main, ...words], { cwd: app.pathname, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  it("catches a kitchen that is opened to anyone", async () => {
    const { all, options } = await promised();
    const locked = readPostureLock(postureLock(posture(all, options)));
    const opened = all.map((one) => {
      if (one.name !== "GET /api/v1/kitchen/board") return one;
      const { name: _, ...spec } = one;
      return contract({
        ...spec,
        from: undefined,
        allow: anyone("a demo"),
        limit: "600 per minute by address",
      } as never);
    });
    const { loosened } = comparePosture(locked, posture(opened, options));
    expect(loosened.map(({ text }) => text)).toEqual([
      "GET /api/v1/kitchen/board: role owner or manager or chef or device -> anyone: a demo",
    ]);
  });
});
