/** Requests forged by another site, against those of the own one. */
import { describe, expect, it } from "vitest";
import { ConfigError, type RequestHead } from "../../kernel/index.js";
import { clearSiteData, crossSite, crossSiteRules, NO_STORE, type SiteData } from "./index.js";

const rules = crossSiteRules({ allowedOrigins: ["https://shop.example"] });

function request(headers: Record<string, string | string[]>, change: Partial<RequestHead> = {}): RequestHead {
  const all = new Map(
    Object.entries({ host: "api.example", ...headers }).map(([name, value]) => [name, [value].flat()]),
  );
  return {
    method: "POST",
    target: "/orders",
    address: "192.0.2.1",
    secure: true,
    header: (name) => all.get(name)?.join(", "),
    headerCount: (name) => all.get(name)?.length ?? 0,
    ...change,
  };
}

describe("a request that another site made the browser send", () => {
  it.each([
    ["a form on another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["a form on a sister site", { "sec-fetch-site": "same-site", origin: "https://blog.api.example" }],
    ["a page that hides its origin", { "sec-fetch-site": "cross-site", origin: "null" }],
    ["a page without Origin", { "sec-fetch-site": "cross-site" }],
    ["a value nobody knows", { "sec-fetch-site": "friendly" }],
    ["an older browser", { origin: "https://evil.example" }],
    ["an older browser that hides its origin", { origin: "null" }],
    ["a host that begins alike", { origin: "https://api.example.evil.example" }],
    ["the same host on another port", { origin: "https://api.example:8443" }],
    ["the same host without TLS", { origin: "http://api.example" }],
    ["two origins", { origin: ["https://shop.example", "https://evil.example"] }],
    ["two sites", { "sec-fetch-site": ["same-origin", "cross-site"] }],
    ["two sites, written together", { "sec-fetch-site": "same-origin, cross-site" }],
  ])("is refused: %s", (_what, headers) => {
    expect(crossSite(request(headers), rules)).toMatchObject({ refused: "cross_site_refused", status: 403 });
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "CONNECT", "get", "QUERY"])("is refused with the method %s", (method) => {
    expect(crossSite(request({ "sec-fetch-site": "cross-site" }, { method }), rules)).toBeDefined();
  });

  it.each(["GET", "HEAD", "OPTIONS"])("may read with %s, which changes nothing", (method) => {
    expect(crossSite(request({ "sec-fetch-site": "cross-site" }, { method }), rules)).toBeUndefined();
  });
});

describe("a request of the own site", () => {
  it.each([
    ["of the same origin", { "sec-fetch-site": "same-origin", origin: "https://api.example" }],
    ["typed by the user", { "sec-fetch-site": "none" }],
    ["of an origin on the list", { "sec-fetch-site": "cross-site", origin: "https://shop.example" }],
    ["of an older browser", { origin: "https://api.example" }],
    ["of an older browser on the list", { origin: "https://shop.example" }],
    ["of a program", {}],
  ])("goes on: %s", (_what, headers) => {
    expect(crossSite(request(headers), rules)).toBeUndefined();
  });

  it("goes on without TLS where the API itself is reached without, as on localhost", () => {
    const head = request({ host: "localhost:3000", origin: "http://localhost:3000" }, { secure: false });
    expect(crossSite(head, rules)).toBeUndefined();
  });

  it("must prove itself where that is asked for", () => {
    const strict = crossSiteRules({ requireEvidence: true });
    expect(crossSite(request({}), strict)).toMatchObject({ reason: "cross_site_unproven" });
    expect(crossSite(request({ "sec-fetch-site": "same-origin" }), strict)).toBeUndefined();
  });
});

describe("rules that would let everybody in", () => {
  it.each([["null"], ["*"], ["https://*.example"], ["https://shop.example/"], ["shop.example"]])("%j", (origin) => {
    expect(() => crossSiteRules({ allowedOrigins: [origin] })).toThrow(ConfigError);
  });
});

describe("what a browser and a cache forget", () => {
  it("is, after signing out, the cache, the cookies and the storage", () => {
    expect(clearSiteData()).toEqual(["clear-site-data", '"cache", "cookies", "storage"']);
    expect(clearSiteData("cookies")).toEqual(["clear-site-data", '"cookies"']);
    expect(() => clearSiteData("cookie" as SiteData)).toThrow(ConfigError);
  });

  it("is, for an identified caller, the whole answer", () => {
    expect(NO_STORE).toEqual([["cache-control", "no-store, max-age=0"]]);
  });
});
