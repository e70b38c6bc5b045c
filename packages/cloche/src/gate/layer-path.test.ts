/** A path that is read back wrong would let a route pass for another's contract; what cannot be read must fit none. */
import { describe, expect, it } from "vitest";
import { layerPath, UNTOLD } from "./layer-path.js";

const keys = [{ name: "tenant" }, { name: "id" }];
const pattern = (source: string) => layerPath({ regexp: new RegExp(source, "i"), keys });

describe("a pattern of Express 4", () => {
  it.each([
    ["^\\/admin\\/?(?=\\/|$)", "/admin"],
    ["^\\/a\\.b\\/c-d_e~f%20\\/?(?=\\/|$)", "/a.b/c-d_e~f%20"],
    ["^\\/t(?:\\/([^/]+?))\\/x(?:\\/([^/]+?))\\/?(?=\\/|$)", "/t/:tenant/x/:id"],
    ["^\\/t\\/(?:([^\\/]+?))\\/?(?=\\/|$)", "/t/:tenant"],
  ])("%s is %s", (source, path) => expect(pattern(source)).toBe(path));

  it.each([
    "^\\/a(.*)\\/?(?=\\/|$)",
    "^\\/x(y)?\\/?(?=\\/|$)",
    "^\\/t(?:\\/(\\d+))\\/?(?=\\/|$)",
    "^\\/t(?:\\/([^/]+?))?\\/?(?=\\/|$)",
    "^\\/a\\/?(?=\\/|$)|^\\/b\\/?(?=\\/|$)",
    "^\\/a.c\\/?(?=\\/|$)",
    "^\\/a+\\/?(?=\\/|$)",
    "^\\/[ab]\\/?(?=\\/|$)",
    "^\\/a|b\\/?(?=\\/|$)",
    "^\\/r",
    "\\/admin\\/?(?=\\/|$)",
  ])("%s is no path", (source) => expect(pattern(source)).toBe(`(${source})`));
});

describe("a layer", () => {
  it("at the root has no path, whichever version keeps it", () => {
    const regexp = Object.assign(/^\/?(?=\/|$)/i, { fast_slash: true });
    expect([layerPath({ rawPath: "/" }), layerPath({ slash: true }), layerPath({ regexp })]).toEqual(["", "", ""]);
  });

  it("of which nothing is told has a path that no contract has", () => {
    expect(layerPath({})).toBe(UNTOLD);
    expect(layerPath({ slash: false })).toBe(UNTOLD);
  });

  it("with several paths or a pattern of its own is taken as it was given", () => {
    expect([layerPath({ rawPath: ["/a", "/b"] }), layerPath({ rawPath: /x/ })]).toEqual(["/a,/b", "/x/"]);
  });
});
