/** Origins that must read nothing, and policies that would open more than they say. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, isRefusal } from "../../kernel/index.js";
import { type CorsAnswer, type CorsOptions, type CorsRequest, cors } from "./index.js";

const SHOP = "https://shop.example";
const OFFICE = "https://office.example";
const options: CorsOptions = {
  origins: [SHOP, OFFICE],
  methods: ["GET", "POST", "DELETE"],
  headers: ["Content-Type", "authorization"],
  credentials: true,
  maxAge: "1 hour",
  exposed: ["ratelimit"],
};
const policy = cors(options);

function headersFor(request: CorsRequest, of = policy): Record<string, string> {
  const answer = of.decide(request);
  expect(isRefusal(answer)).toBe(false);
  return Object.fromEntries((answer as CorsAnswer).headers);
}

const preflight = (change: Partial<CorsRequest> = {}): CorsRequest => ({
  origin: SHOP,
  method: "OPTIONS",
  requestedMethod: "POST",
  ...change,
});

describe("an origin on the list", () => {
  it("may read the answer, and a cache keeps it for that origin alone", () => {
    expect(headersFor({ origin: SHOP, method: "GET" })).toEqual({
      "access-control-allow-origin": SHOP,
      "access-control-allow-credentials": "true",
      "access-control-expose-headers": "ratelimit",
      vary: "Origin",
    });
    expect(headersFor({ origin: OFFICE, method: "GET" })["access-control-allow-origin"]).toBe(OFFICE);
  });

  it("is told in a preflight what it may send", () => {
    expect(headersFor(preflight({ requestedHeaders: "authorization, CONTENT-TYPE" }))).toEqual({
      "access-control-allow-origin": SHOP,
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-allow-headers": "content-type, authorization",
      "access-control-max-age": "3600",
      vary: "Origin",
    });
  });

  it.each([
    ["a method", { requestedMethod: "PUT" }, "cors_method"],
    ["a method in another case", { requestedMethod: "post" }, "cors_method"],
    ["a header", { requestedHeaders: "x-admin" }, "cors_header"],
    ["one header of several", { requestedHeaders: "authorization,x-admin" }, "cors_header"],
    ["too many headers", { requestedHeaders: "authorization,".repeat(500) }, "cors_header"],
  ])("may not ask for %s that is not listed", (_what, change, reason) => {
    expect(policy.decide(preflight(change))).toMatchObject({ refused: "cross_site_refused", status: 403, reason });
  });
});

describe("an origin that is not on the list", () => {
  const near = [
    "https://shop.example.evil.example",
    "https://evilshop.example",
    "https://shop.example:8443",
    "http://shop.example",
    "https://SHOP.example",
    "https://shop.example/",
    "null",
    "*",
    "",
    "__proto__",
    "constructor",
  ];

  it.each(near)("%j reads nothing", (origin) => {
    expect(policy.allows(origin)).toBe(false);
    expect(headersFor({ origin, method: "GET" })).toEqual({ vary: "Origin" });
    expect(policy.decide(preflight({ origin }))).toMatchObject({
      reason: "cors_origin",
      headers: [["vary", "Origin"]],
    });
  });

  it("is never reflected", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.domain().map((host) => `https://${host}`),
        ),
        (origin) => {
          fc.pre(origin !== SHOP && origin !== OFFICE);
          expect(headersFor({ origin, method: "POST" })).toEqual({ vary: "Origin" });
        },
      ),
    );
  });
});

describe("a request without an origin", () => {
  it("goes on, and what is cached of it serves no origin", () => {
    expect(headersFor({ origin: undefined, method: "GET" })).toEqual({ vary: "Origin" });
    expect(policy.decide({ origin: undefined, method: "OPTIONS", requestedMethod: "GET" })).toMatchObject({
      reason: "cors_origin",
    });
  });

  it("is no preflight where OPTIONS asks for no method", () => {
    expect(policy.decide({ origin: SHOP, method: "OPTIONS" })).toMatchObject({ preflight: false });
  });
});

describe("data that is public to everybody", () => {
  it("is readable from everywhere, without credentials and without Vary", () => {
    const open = cors({ origins: "*" });
    expect(headersFor({ origin: "https://any.example", method: "GET" }, open)).toEqual({
      "access-control-allow-origin": "*",
    });
  });
});

describe("a policy that would open more than it says", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["everybody with credentials", { origins: "*" }, /policy_contradiction/],
    ["everybody in a list with credentials", { origins: ["*"] }, /policy_contradiction/],
    ["everybody among others", { origins: [SHOP, "*"] }, /option_invalid/],
    ["the origin null", { origins: [SHOP, "null"] }, /policy_contradiction/],
    ["credentials over plain HTTP", { origins: ["http://shop.example"] }, /policy_contradiction/],
    ["a pattern", { origins: ["https://*.shop.example"] }, /option_invalid/],
    ["a regular expression", { origins: [/shop/] }, /option_invalid/],
    ["a function", { origins: () => true }, /option_invalid/],
    ["true", { origins: true }, /option_invalid/],
    ["no origin", { origins: [] }, /option_invalid/],
    ["a path", { origins: [`${SHOP}/`] }, /option_invalid/],
    ["another spelling", { origins: ["https://Shop.example"] }, /option_invalid/],
    ["the default port", { origins: [`${SHOP}:443`] }, /option_invalid/],
    ["any method", { methods: ["*"] }, /option_invalid/],
    ["TRACE", { methods: ["TRACE"] }, /option_invalid/],
    ["any header", { headers: ["a b"] }, /option_invalid/],
    ["every header", { headers: ["*"] }, /option_invalid/],
    ["every exposed header", { exposed: ["*"] }, /option_invalid/],
    ["a memory of weeks", { maxAge: "14 days" }, /option_invalid/],
    ["credentials of another kind", { credentials: "yes" }, /option_invalid/],
    ["an option that is not known", { origin: [SHOP] }, /"origins"/],
  ])("is refused: %s", (_what, change, message) => {
    const open = () => cors({ ...options, ...change } as CorsOptions);
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(message);
  });

  it("may name localhost with credentials for development", () => {
    expect(cors({ ...options, origins: ["http://localhost:5173"] }).allows("http://localhost:5173")).toBe(true);
  });
});

describe("a preflight into a private network", () => {
  const ask = {
    origin: "https://shop.example",
    method: "OPTIONS",
    requestedMethod: "GET",
    requestedPrivateNetwork: "true",
  };
  const policy = (privateNetwork?: boolean) =>
    cors({ origins: ["https://shop.example"], ...(privateNetwork === undefined ? {} : { privateNetwork }) });

  it("is refused unless the policy opens it", () => {
    for (const closed of [policy(), policy(false)]) {
      expect(closed.decide(ask)).toMatchObject({ refused: "cross_site_refused", reason: "cors_private_network" });
    }
    expect(policy(true).decide(ask).headers).toContainEqual(["access-control-allow-private-network", "true"]);
  });

  it("is opened to listed origins only, and told to nobody who did not ask", () => {
    expect(policy(true).decide({ ...ask, origin: "https://evil.example" })).toMatchObject({ reason: "cors_origin" });
    const { requestedPrivateNetwork: _, ...plain } = ask;
    expect(JSON.stringify(policy(true).decide(plain).headers)).not.toContain("private-network");
    expect(() => cors({ origins: "*", privateNetwork: true })).toThrow(/policy_contradiction/);
  });
});
