/** Covers that differ from another, the mixed preset, nonces for pages, Next.js, and the way from http to https. */
import { describe, expect, it } from "vitest";
import { ConfigError, type RequestHead } from "../../kernel/index.js";
import {
  type Cover,
  type CoverOverrides,
  cover,
  coverWith,
  createNonce,
  nextHeaders,
  noncedPage,
  pageNonce,
  type TlsRedirectOptions,
  tlsRedirect,
} from "./index.js";

const sent = (lid: Cover) => new Map([...lid.headers, ...lid.overTls]);

describe("a cover for some routes", () => {
  const base = cover({
    preset: "page",
    permissionsPolicy: { geolocation: ["self"] },
    contentSecurityPolicy: { directives: { "connect-src": ["'self'", "https://api.example"] } },
  });

  it("differs in what was said, directive by directive and feature by feature, and in nothing else", () => {
    const map = coverWith(base, {
      contentSecurityPolicy: { directives: { "img-src": ["https://tiles.example"] } },
      permissionsPolicy: { fullscreen: ["self"] },
      referrerPolicy: "strict-origin",
    });
    const [before, after] = [sent(base), sent(map)];
    const changed = [...before.keys()].filter((name) => before.get(name) !== after.get(name));
    expect(changed).toEqual(["content-security-policy", "permissions-policy", "referrer-policy"]);
    expect(after.get("content-security-policy")).toContain("connect-src 'self' https://api.example; ");
    expect(after.get("content-security-policy")).toContain("img-src https://tiles.example; ");
    expect(after.get("permissions-policy")).toMatch(/fullscreen=\(self\), .*geolocation=\(self\)/);
  });

  it("can be laid over again, and leaves the base as it is", () => {
    const before = base.describe();
    const twice = coverWith(coverWith(base, { xFrameOptions: false }), { strictTransportSecurity: { preload: true } });
    expect(sent(twice).has("x-frame-options")).toBe(false);
    expect(sent(twice).get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains; preload");
    expect(base.describe()).toBe(before);
  });

  it("can take a header away and bring it back", () => {
    const without = coverWith(base, { permissionsPolicy: false });
    expect(sent(without).has("permissions-policy")).toBe(false);
    expect(sent(coverWith(without, { permissionsPolicy: {} })).get("permissions-policy")).toContain("geolocation=()");
  });

  it.each([
    { referer: "origin" },
    { preset: "api" },
    { contentSecurityPolicy: { directives: { "script-src": ["*"] } } },
  ])("%j stops the start", (overrides) => {
    expect(() => coverWith(base, overrides as CoverOverrides)).toThrow(ConfigError);
  });

  it("is made from a cover only", () => {
    expect(() => coverWith({ ...base }, {})).toThrow(/cover\(\)/);
  });
});

describe("the mixed preset", () => {
  it("is the page's, with pictures of other sites, fetched without cookies", () => {
    const [page, mixed] = [sent(cover({ preset: "page" })), sent(cover({ preset: "mixed" }))];
    const changed = [...page.keys()].filter((name) => page.get(name) !== mixed.get(name));
    expect(changed).toEqual(["content-security-policy", "cross-origin-embedder-policy"]);
    expect(mixed.get("content-security-policy")).toContain("img-src 'self' data: https:; ");
    expect(mixed.get("cross-origin-embedder-policy")).toBe("credentialless");
    expect(
      sent(cover({ preset: "mixed", crossOriginEmbedderPolicy: "require-corp" })).get("cross-origin-embedder-policy"),
    ).toBe("require-corp");
  });
});

describe("the nonce of a page", () => {
  const page = noncedPage('<script nonce="__NONCE__">1</script><style nonce="__NONCE__"></style>');

  it("is the same in the header and in the markup, and another on each answer", () => {
    const site = cover({ preset: "page", nonce: true });
    const [one, two] = [pageNonce(site, true), pageNonce(site, true)];
    expect(one.nonce).not.toBe(two.nonce);
    expect(new Map(one.headers).get("content-security-policy")).toContain(`'nonce-${one.nonce}'`);
    expect(page(one.nonce)).toBe(`<script nonce="${one.nonce}">1</script><style nonce="${one.nonce}"></style>`);
  });

  it("is not made for a cover that does not take it", () => {
    expect(() => pageNonce(cover({ preset: "page" }), true)).toThrow(/nonce: true/);
  });

  it.each([
    "<script></script>",
    "<p>__NONCE__</p>",
    '<script nonce="__NONCE__"></script><a href="/?n=__NONCE__">',
    '<script nonce="x__NONCE__">',
  ])("has no place in %s", (source) => {
    expect(() => noncedPage(source)).toThrow(ConfigError);
  });

  it("is never markup of its own", () => {
    expect(() => page('"><script>')).toThrow(ConfigError);
    expect(() => page(createNonce())).not.toThrow();
  });
});

describe("the headers for Next.js", () => {
  it("are those of the cover, and those of TLS only where the proxy says so", () => {
    const site = cover({ preset: "page" });
    const [always, encrypted] = nextHeaders(site);
    expect(always?.source).toBe("/:path*");
    expect(always?.headers.map(({ key, value }) => [key, value])).toEqual(site.headers);
    expect(always?.headers.some(({ key }) => key === "strict-transport-security")).toBe(false);
    expect(encrypted).toMatchObject({ has: [{ type: "header", key: "x-forwarded-proto", value: "https" }] });
    expect(encrypted?.headers.map(({ key, value }) => [key, value])).toEqual(site.overTls);
  });

  it("cannot hold a nonce, which would be the same for everybody", () => {
    expect(() => nextHeaders(cover({ preset: "page", nonce: true }))).toThrow(/pageNonce/);
    expect(
      nextHeaders(cover({ preset: "api", strictTransportSecurity: false }), { source: "/api/:path*" }),
    ).toHaveLength(1);
  });
});

describe("a request without TLS", () => {
  const head = (method: string, target: string, secure = false): RequestHead => ({
    ...{ method, target, secure, address: "192.0.2.1" },
    header: (name) => (name === "host" ? "evil.example" : undefined),
    headerCount: () => 1,
  });
  const site = tlsRedirect({ origin: "https://shop.example", answers: "page" });
  const api = tlsRedirect({ origin: "https://api.example", answers: "api" });

  it.each([
    ["/menu?table=7", "https://shop.example/menu?table=7"],
    ["//evil.example/x", "https://shop.example//evil.example/x"],
    ["http://evil.example/", "https://shop.example/"],
    ["@evil.example", "https://shop.example/"],
    ["*", "https://shop.example/"],
  ])("for a page %s is sent to %s, whatever Host says", (target, location) => {
    expect(site(head("GET", target))).toEqual({ status: 308, headers: [["location", location]] });
    expect(new URL(location).host).toBe("shop.example");
  });

  it("for an API is refused and never redirected", () => {
    for (const method of ["GET", "POST", "DELETE"]) {
      expect(api(head(method, "/api/orders"))).toMatchObject({ status: 403, reason: "tls_required", headers: [] });
    }
  });

  it("that posts a form is refused: it has been read on the way already", () => {
    expect(site(head("POST", "/sign-in"))).toMatchObject({ status: 403, reason: "tls_required" });
  });

  it("is the only one that is touched", () => {
    expect([site(head("GET", "/", true)), api(head("POST", "/", true))]).toEqual([undefined, undefined]);
  });

  it.each([
    { origin: "http://shop.example", answers: "page" },
    { origin: "https://shop.example/x", answers: "page" },
    { origin: "https://shop.example", answers: "all" },
    { origin: "https://shop.example" },
  ])("%j stops the start", (options) => {
    expect(() => tlsRedirect(options as TlsRedirectOptions)).toThrow(ConfigError);
  });
});
