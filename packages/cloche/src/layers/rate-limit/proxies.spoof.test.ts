/** Clients that forge X-Forwarded-For, and settings that would believe them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { type ProxySpec, proxies } from "./index.js";

const CLIENT = "203.0.113.9";

describe("a client that forges X-Forwarded-For", () => {
  const forged = fc.array(
    fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("unknown", "", " ", "10.0.0.1", "127.0.0.1", "::1", "a,b", ":::")),
    { maxLength: 8 },
  );

  it.each<[string, ProxySpec, string]>([
    ["no proxy", "none", CLIENT],
    ["one hop", { hops: 1 }, "198.51.100.20"],
    ["a trusted network", { trusted: ["10.0.0.0/8"] }, "10.0.0.7"],
    ["private networks", { trusted: ["loopback", "private"] }, "127.0.0.1"],
  ])("is counted under its own address behind %s", (_what, spec, peer) => {
    const known = proxies(spec);
    fc.assert(
      fc.property(forged, (entries) => {
        const header = [...entries, CLIENT].join(", ");
        expect(known.clientAddress(peer, header)).toBe(CLIENT);
      }),
    );
  });

  it("is counted under its own address behind two proxies", () => {
    const header = (spoofed: string) => `${spoofed}, ${CLIENT}, 198.51.100.20`;
    fc.assert(
      fc.property(fc.ipV4(), (spoofed) => {
        expect(proxies({ hops: 2 }).clientAddress("10.0.0.7", header(spoofed))).toBe(CLIENT);
        expect(proxies({ trusted: ["10.0.0.0/8", "198.51.100.0/24"] }).clientAddress("10.0.0.7", header(spoofed))).toBe(
          CLIENT,
        );
      }),
    );
  });

  it("is not believed where it connects past the proxy", () => {
    expect(proxies({ trusted: ["10.0.0.0/8"] }).clientAddress(CLIENT, "192.0.2.1")).toBe(CLIENT);
  });

  it("cannot hide behind an entry that is no address", () => {
    const known = proxies({ trusted: ["10.0.0.0/8"] });
    expect(known.clientAddress("10.0.0.7", "192.0.2.1, unknown")).toBe("10.0.0.7");
    expect(known.clientAddress("10.0.0.7", "192.0.2.1, unknown, 10.0.0.8")).toBe("10.0.0.8");
  });

  it("costs no more than the trusted hops, however long the header", () => {
    const header = `${"10.0.0.1,".repeat(200_000)}${CLIENT}`;
    const begun = performance.now();
    expect(proxies({ trusted: ["10.0.0.0/8"] }).clientAddress("10.0.0.7", header)).toBe(CLIENT);
    expect(performance.now() - begun).toBeLessThan(50);
  });
});

describe("the client's address", () => {
  const known = proxies({ trusted: ["10.0.0.0/8"] });

  it.each([
    ["203.0.113.9:4711", CLIENT],
    ["[2001:db8::1]:4711", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["::ffff:203.0.113.9", CLIENT],
    ["  203.0.113.9  ", CLIENT],
  ])("is read from %j", (entry, address) => {
    expect(known.clientAddress("::ffff:10.0.0.7", entry)).toBe(address);
  });

  it("is the connection's own where no proxy wrote anything", () => {
    expect(known.clientAddress("10.0.0.7", undefined)).toBe("10.0.0.7");
    expect(proxies({ hops: 1 }).clientAddress(CLIENT, undefined)).toBe(CLIENT);
    expect(proxies("none").clientAddress("::ffff:203.0.113.9", "192.0.2.1")).toBe(CLIENT);
  });

  it("is the furthest proxy's where all of them are trusted", () => {
    expect(known.clientAddress("10.0.0.7", "10.0.0.9, 10.0.0.8")).toBe("10.0.0.9");
  });

  it("is unknown, and so shared, where the connection has none", () => {
    expect(proxies("none").clientAddress("", undefined)).toBe("unknown");
  });

  it("is found behind a proxy on a Unix socket, which has no address", () => {
    expect(proxies({ hops: 1 }).clientAddress("", `192.0.2.1, ${CLIENT}`)).toBe(CLIENT);
  });
});

describe("whether the client's connection is encrypted", () => {
  it("is not believed of anybody but a proxy", () => {
    expect(proxies("none").secure(false, CLIENT, "https")).toBe(false);
    expect(proxies({ trusted: ["10.0.0.0/8"] }).secure(false, CLIENT, "https")).toBe(false);
  });

  it("is what the proxy says, not what the client said to it", () => {
    expect(proxies({ hops: 1 }).secure(false, "10.0.0.7", "https, http")).toBe(false);
    expect(proxies({ hops: 2 }).secure(false, "10.0.0.7", "http, https, http")).toBe(true);
    expect(proxies({ trusted: ["10.0.0.0/8"] }).secure(false, "10.0.0.7", "HTTPS")).toBe(true);
    expect(proxies({ trusted: ["10.0.0.0/8"] }).secure(true, "10.0.0.7", "http")).toBe(false);
  });

  it("is the connection's own where the proxy says nothing", () => {
    expect(proxies({ hops: 1 }).secure(true, "10.0.0.7", undefined)).toBe(true);
  });
});

describe("a setting that would let callers choose their own address", () => {
  it.each(["0.0.0.0/0", "::/0", "0.0.0.0/1", "8.0.0.0/7", "2000::/3", "::ffff:0:0/96", "::ffff:0.0.0.0/97"])(
    "%s is refused",
    (network) => {
      const wide = () => proxies({ trusted: ["10.0.0.0/8", network] });
      expect(wide).toThrow(ConfigError);
      expect(wide).toThrow(/proxies\.trusted\[1\].*\[proxy_untrusted\]/);
    },
  );

  it.each([true, "all", null, undefined, 1, { trusted: [] }, { trusted: "10.0.0.0/8" }])("%j is refused", (spec) => {
    expect(() => proxies(spec as ProxySpec)).toThrow(/\[proxy_untrusted\]/);
  });

  it.each([{ hops: 0 }, { hops: -1 }, { hops: 1.5 }, { hops: Number.POSITIVE_INFINITY }, {}])(
    "%j is refused",
    (spec) => {
      expect(() => proxies(spec as ProxySpec)).toThrow(/\[option_invalid\]/);
    },
  );

  it.each(["10.0.0.0/33", "10.0.0", "proxy.example", "10.0.0.0/8/8", "10.0.0.0/", "fe80::/129", ""])(
    "%j is no network",
    (network) => {
      expect(() => proxies({ trusted: [network] })).toThrow(/\[option_invalid\]/);
    },
  );

  it("takes the networks people really have", () => {
    const own = ["10.0.0.0/8", "fc00::/7", "192.0.2.7", "2001:db8::/32", "::ffff:10.0.0.0/104", "loopback", "private"];
    expect(proxies({ trusted: own }).describe()).toContain("10.0.0.0/8");
    expect(proxies({ trusted: ["::ffff:10.0.0.0/104"] }).clientAddress("10.1.2.3", CLIENT)).toBe(CLIENT);
  });
});
