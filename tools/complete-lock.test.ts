/** Completes small locks and looks at what `npm ci` would go by. */
import { describe, expect, it } from "vitest";
import { completeLock } from "./complete-lock.mjs";

const linter = {
  version: "1.0.0",
  dev: true,
  optionalDependencies: { "@l/cli-linux-x64": "1.0.0", "@l/cli-darwin-arm64": "1.0.0" },
};

describe("completeLock", () => {
  it("adds what is missing, bound to its platform, and leaves the rest as it was", () => {
    const present = { version: "1.0.0", integrity: "sha512-x", optional: true };
    const lock = { packages: { "": {}, "node_modules/linter": linter, "node_modules/@l/cli-linux-x64": present } };
    expect(completeLock(lock)).toEqual(["@l/cli-darwin-arm64"]);
    expect(lock.packages).toEqual({
      "": {},
      "node_modules/@l/cli-darwin-arm64": {
        version: "1.0.0",
        dev: true,
        optional: true,
        os: ["darwin"],
        cpu: ["arm64"],
      },
      "node_modules/@l/cli-linux-x64": present,
      "node_modules/linter": linter,
    });
    expect(completeLock(lock)).toEqual([]);
  });

  it("tells the C libraries of Linux apart, and finds a package that lies deeper", () => {
    const parser = {
      version: "2.0.0",
      optionalDependencies: { "@p/linux-arm64-musl": "2.0.0", "@p/windows-x64": "2.0.0" },
    };
    const lock = {
      packages: { "node_modules/a/node_modules/p": parser, "node_modules/a/node_modules/@p/windows-x64": {} },
    };
    expect(completeLock(lock)).toEqual(["@p/linux-arm64-musl"]);
    expect(lock.packages).toMatchObject({
      "node_modules/@p/linux-arm64-musl": { os: ["linux"], cpu: ["arm64"], libc: ["musl"] },
    });
  });

  it("invents nothing for an optional package of no platform", () => {
    expect(completeLock({ packages: { "node_modules/a": { optionalDependencies: { fsevents: "^2.3.3" } } } })).toEqual(
      [],
    );
  });
});
