/** The headers both presets send, and every option that changes them. */
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { type Cover, type CoverOptions, cover, createNonce, dangerously } from "./index.js";

function sent(lid: Cover, overTls = true): Map<string, string> {
  return new Map([...lid.headers, ...(overTls ? lid.overTls : [])]);
}

function withOption(change: Partial<CoverOptions> | Record<string, unknown>): CoverOptions {
  return { preset: "page", ...change } as CoverOptions;
}

describe("the api preset", () => {
  const headers = sent(cover({ preset: "api" }));

  it("allows an answer nothing: no script, no frame, no base, no form", () => {
    const policy = headers.get("content-security-policy");
    for (const directive of ["default-src", "frame-ancestors", "base-uri", "form-action"]) {
      expect(policy).toContain(`${directive} 'none'`);
    }
  });

  it("sends every name in lower case, once, and with a value", () => {
    for (const preset of ["api", "page", "mixed"] as const) {
      const lid = cover({ preset });
      const names = lid.headers.map(([name]) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const [name, value] of [...lid.headers, ...lid.overTls]) {
        expect(name).toMatch(/^[a-z-]+$/);
        expect(value).toMatch(/^[\x20-\x7e]+$/);
      }
    }
  });

  it("cannot be changed after it was decided", () => {
    const lid = cover({ preset: "api" });
    expect(Object.isFrozen(lid) && Object.isFrozen(lid.headers) && lid.headers.every(Object.isFrozen)).toBe(true);
  });
});

describe("a connection without TLS, such as http://localhost", () => {
  it("is sent neither HSTS nor upgrade-insecure-requests", () => {
    const plain = sent(cover({ preset: "page" }), false);
    expect(plain.has("strict-transport-security")).toBe(false);
    expect(plain.get("content-security-policy")).not.toContain("upgrade-insecure-requests");
  });

  it("is sent both as soon as there is TLS", () => {
    const secure = sent(cover({ preset: "page" }));
    expect(secure.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
    expect(secure.get("content-security-policy")).toMatch(/; upgrade-insecure-requests$/);
  });
});

describe("a nonce", () => {
  const lid = cover({ preset: "page", nonce: true });

  it("is in the policy that is sent, for scripts and styles, on both kinds of connection", () => {
    const nonce = createNonce();
    for (const overTls of [true, false]) {
      const policy = new Map(lid.withNonce?.(nonce, overTls)).get("content-security-policy");
      expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy?.includes("upgrade-insecure-requests")).toBe(overTls);
    }
  });

  it("is allowed to nobody where it was forgotten", () => {
    expect(sent(lid).get("content-security-policy")).not.toContain("nonce");
    expect(sent(lid).get("content-security-policy")).toContain("script-src 'self'; style-src 'self'");
  });

  it("is long enough, and fresh each time", () => {
    const nonces = Array.from({ length: 100 }, createNonce);
    expect(new Set(nonces).size).toBe(100);
    for (const nonce of nonces) expect(Buffer.from(nonce, "base64").length).toBeGreaterThanOrEqual(16);
  });

  it.each(["", "abc", "x'; script-src *; 'aaaaaaaaaaaaaaaaaaaaaaaa", `${"a".repeat(30)}\r\nset-cookie: a=b`])(
    "of %j is never written into a header",
    (nonce) => {
      expect(() => lid.withNonce?.(nonce, true)).toThrow(ConfigError);
    },
  );

  it("has no place where there is no policy to hold it", () => {
    expect(Object.keys(cover({ preset: "page" }))).not.toContain("withNonce");
    expect(() => cover({ preset: "page", nonce: true, contentSecurityPolicy: false })).toThrow(/policy_contradiction/);
  });
});

describe("options", () => {
  it.each([
    ["contentSecurityPolicy", "content-security-policy"],
    ["crossOriginEmbedderPolicy", "cross-origin-embedder-policy"],
    ["crossOriginOpenerPolicy", "cross-origin-opener-policy"],
    ["crossOriginResourcePolicy", "cross-origin-resource-policy"],
    ["originAgentCluster", "origin-agent-cluster"],
    ["permissionsPolicy", "permissions-policy"],
    ["referrerPolicy", "referrer-policy"],
    ["strictTransportSecurity", "strict-transport-security"],
    ["xContentTypeOptions", "x-content-type-options"],
    ["xDnsPrefetchControl", "x-dns-prefetch-control"],
    ["xFrameOptions", "x-frame-options"],
    ["xPermittedCrossDomainPolicies", "x-permitted-cross-domain-policies"],
    ["xXssProtection", "x-xss-protection"],
  ])("%s: false drops that header and no other", (option, header) => {
    const all = sent(cover({ preset: "page" }));
    const others = sent(cover(withOption({ [option]: false })));
    expect(all.has(header)).toBe(true);
    expect([...others.keys()].sort()).toEqual([...all.keys()].filter((name) => name !== header).sort());
  });

  it.each([
    [{ contentSecurityPolcy: false }, /"contentSecurityPolicy"/],
    [{ strictTransportSecurity: { includeSubdomains: true } }, /"includeSubDomains"/],
    [{ strictTransportSecurity: { maxage: 1 } }, /"maxAge"/],
    [{ strictTransportSecurity: true }, /option_invalid/],
    [{ contentSecurityPolicy: true }, /option_invalid/],
    [{ contentSecurityPolicy: { directives: null } }, /option_invalid/],
    [{ permissionsPolicy: true }, /option_invalid/],
    [{ strictTransportSecurity: { maxAge: -1 } }, /maxAge/],
    [{ strictTransportSecurity: { preload: true, includeSubDomains: false } }, /policy_contradiction/],
    [{ strictTransportSecurity: { preload: true, maxAge: "30 days" } }, /policy_contradiction/],
    [{ strictTransportSecurity: { includeSubDomains: "false" } }, /option_invalid/],
    [{ crossOriginOpenerPolicy: "same_origin" }, /same-origin/],
    [{ xXssProtection: "1; mode=block" }, /option_invalid/],
    [{ xFrameOptions: "ALLOWALL" }, /option_invalid/],
    [{ xFrameOptions: "SAMEORIGIN" }, /policy_contradiction/],
    [{ referrerPolicy: [] }, /option_invalid/],
    [{ referrerPolicy: "unsafe" }, /option_invalid/],
    [{ permissionsPolicy: { cammera: "none" } }, /"camera"/],
    [{ permissionsPolicy: { camera: ["https://a.example/path"] } }, /option_invalid/],
    [{ permissionsPolicy: { camera: ['self"), microphone=*'] } }, /option_invalid/],
    [{ reportingEndpoints: {} }, /option_invalid/],
    [{ reportingEndpoints: { csp: 'https://a.example/", evil="https://b.example' } }, /option_invalid/],
    [{ reportingEndpoints: { csp: "//a.example" } }, /option_invalid/],
    [{ reportingEndpoints: { csp: "http://a.example" } }, /option_invalid/],
    [{ strictTransportSecurity: { maxAge: "30 days" } }, /ramp: true/],
    [{ strictTransportSecurity: { maxAge: "365 days", ramp: true } }, /The ramp is over/],
    [{ strictTransportSecurity: { maxAge: "30 days", ramp: true, preload: true } }, /policy_contradiction/],
    [{ strictTransportSecurity: { maxAge: "30 days", ramp: "yes" } }, /option_invalid/],
    [{ preset: "html" }, /api, page, mixed/],
    [{ preset: "toString" }, /api, page, mixed/],
    [{ banners: "none" }, /own, all/],
  ])("%j stops the start", (change, message) => {
    expect(() => cover(withOption(change))).toThrow(ConfigError);
    expect(() => cover(withOption(change))).toThrow(message);
  });

  it("lay directives over the preset's, and take them away", () => {
    const policy = sent(
      cover(
        withOption({
          contentSecurityPolicy: { directives: { "img-src": ["https://img.example"], "media-src": false } },
        }),
      ),
    ).get("content-security-policy");
    expect(policy).toContain("img-src https://img.example;");
    expect(policy).not.toContain("media-src");
    expect(policy).toContain("script-src 'self'");
  });

  it("make X-Frame-Options say what frame-ancestors says", () => {
    const framedBy = (...sources: string[]) =>
      sent(cover(withOption({ contentSecurityPolicy: { directives: { "frame-ancestors": sources } } }))).get(
        "x-frame-options",
      );
    expect(framedBy("'none'")).toBe("DENY");
    expect(framedBy("'self'")).toBe("SAMEORIGIN");
    expect(framedBy("https://shop.example")).toBeUndefined();
  });

  it("send a policy that only reports beside the one that is enforced", () => {
    const headers = sent(
      cover({
        preset: "page",
        reportingEndpoints: { csp: "/reports" },
        contentSecurityPolicyReportOnly: {
          directives: {
            "default-src": ["'none'"],
            "base-uri": ["'none'"],
            "frame-ancestors": ["'none'"],
            "report-to": ["csp"],
          },
        },
      }),
    );
    expect(headers.get("content-security-policy-report-only")).toContain("report-to csp");
    expect(headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(headers.get("reporting-endpoints")).toBe('csp="/reports"');
  });

  it("do not send reports to an endpoint that is not there", () => {
    const directives = { "report-to": ["csp"] };
    expect(() => cover({ preset: "page", contentSecurityPolicy: { directives } })).toThrow(/reportingEndpoints/);
  });

  it("open features for the page and for named origins", () => {
    const lid = cover({ preset: "page", permissionsPolicy: { camera: ["self", "https://pay.example"], usb: "*" } });
    const policy = sent(lid).get("permissions-policy");
    expect(policy).toContain('camera=(self "https://pay.example")');
    expect(policy).toContain("usb=*");
    expect(policy).toContain("microphone=()");
  });

  it("send a feature that no engine knows only where something is said about it", () => {
    const policy = (permissionsPolicy: CoverOptions["permissionsPolicy"]) =>
      sent(cover(withOption({ permissionsPolicy }))).get("permissions-policy");
    expect(policy({})).not.toMatch(/web-share|bluetooth|ambient-light-sensor/);
    expect(policy({ "web-share": ["self"], bluetooth: "none" })).toMatch(/bluetooth=\(\).*web-share=\(self\)/);
  });

  it("let HSTS grow step by step where that is said", () => {
    const steps = ["5 minutes", "7 days", "30 days"].map((maxAge) => ({ maxAge, ramp: true }));
    const values = [...steps, {}].map(
      (strictTransportSecurity) =>
        sent(cover(withOption({ strictTransportSecurity })))
          .get("strict-transport-security")
          ?.split(";")[0],
    );
    expect(values).toEqual(["max-age=300", "max-age=604800", "max-age=2592000", "max-age=63072000"]);
  });

  it("are told in words, a line each, so that a review sees what changed", () => {
    const usual = cover({ preset: "api" }).describe().split("\n");
    const weaker = cover({ preset: "api", xContentTypeOptions: false }).describe().split("\n");
    expect(usual.filter((line) => !weaker.includes(line))).toEqual(["x-content-type-options: nosniff"]);
    expect(usual.some((line) => line.startsWith("strict-transport-security (over TLS): "))).toBe(true);
  });

  it("accept what is dangerous only with its reason", () => {
    const inline = (source: string | ReturnType<typeof dangerously>) => () =>
      cover(withOption({ contentSecurityPolicy: { directives: { "style-src": ["'self'", source] } } }));
    expect(inline("'unsafe-inline'")).toThrow(/dangerously/);
    expect(inline(dangerously({ source: "'unsafe-inline'", because: "a chart library writes styles" }))).not.toThrow();
    expect(() => dangerously({ source: "'unsafe-inline'", because: " " })).toThrow(ConfigError);
  });
});
