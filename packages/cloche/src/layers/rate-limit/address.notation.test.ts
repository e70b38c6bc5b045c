/** Addresses whose notation would choose a counter. */
import { existsSync, readFileSync } from "node:fs";
import { isIPv4, SocketAddress } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKey, canonicalAddress } from "./index.js";

const VECTORS = new URL("../../../../../../shared/vectors/ratelimit.json", import.meta.url);

describe("an address written in another way", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
    ["64:ff9b::192.0.2.1", "192.0.2.1"],
    ["64:ff9b::c000:201", "192.0.2.1"],
    ["::ffff:192.0.2.1%eth0", "192.0.2.1"],
    ["2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
  ])("%s is %s", (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it.each(["", "unknown", "localhost", "1.2.3", "01.2.3.4", "1.2.3.4:80", "[::1]", "::1::", "1.2.3.4, 5.6.7.8", "g::"])(
    "%j is no address",
    (text) => {
      expect(canonicalAddress(text)).toBeUndefined();
    },
  );

  it("has one spelling whatever the notation, and the same one as the platform's", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const canonical = canonicalAddress(address) ?? "";
        expect(canonicalAddress(canonical)).toBe(canonical);
        expect(canonicalAddress(address.toUpperCase())).toBe(canonical);
        if (isIPv4(canonical)) return;
        const own = new SocketAddress({ address: canonical, family: "ipv6" }).address;
        expect(new SocketAddress({ address, family: "ipv6" }).address).toBe(own);
        expect(new URL(`http://[${address}]`).hostname).toBe(`[${canonical}]`);
      }),
    );
  });
});

describe("the counter of an address", () => {
  it.each([
    ["2001:db8:abcd:12::1", 64, "2001:db8:abcd:12::/64"],
    ["2001:db8:abcd:12:ffff:ffff:ffff:ffff", 64, "2001:db8:abcd:12::/64"],
    ["2001:db8:1234:5678::1", 56, "2001:db8:1234:5600::/56"],
    ["123:4567:89ab:cdef:123:4567:89ab:cdef", 63, "123:4567:89ab:cdee::/63"],
    ["2001:db8::1", 128, "2001:db8::1/128"],
  ])("of %s with /%i is %s", (address, ipv6Prefix, key) => {
    expect(addressKey(address, { ipv6Prefix })).toBe(key);
  });

  it("is the same for every host of a network and differs between networks", () => {
    const host = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 });
    const text = (groups: readonly number[]) => groups.map((group) => group.toString(16)).join(":");
    fc.assert(
      fc.property(fc.integer({ min: 0x2000, max: 0x3fff }), host, host, (first, a, b) => {
        const network = `${first.toString(16)}:db8:1:2`;
        expect(addressKey(`${network}:${text(a)}`)).toBe(addressKey(`${network}:${text(b)}`));
        expect(addressKey(`${network}:${text(a)}`)).not.toBe(addressKey(`${first.toString(16)}:db8:1:3:${text(a)}`));
      }),
    );
  });

  it("does not let what is no address choose a counter of its own", () => {
    expect(addressKey("made-up-1")).toBe(addressKey("made-up-2"));
  });
});

describe.skipIf(!existsSync(VECTORS))("the addresses other limiters agree on", () => {
  interface Vectors {
    readonly ipKeys: readonly { ip: string; subnet: number; key: string; source: string }[];
    readonly sameBucket: readonly { a: string; b: string; same: boolean }[];
  }
  const vectors: Vectors = existsSync(VECTORS)
    ? (JSON.parse(readFileSync(VECTORS, "utf8")) as Vectors)
    : { ipKeys: [], sameBucket: [] };

  /** Where this library counts otherwise, and why. */
  const DIFFERS: Readonly<Record<string, string>> = {
    "::1.2.3.4": "the IPv4-compatible form is long withdrawn (RFC 4291); it is an IPv6 address whatever its notation",
    "64:ff9b::1.2.3.4": "NAT64 carries an IPv4 address, so all of IPv4 does not share one counter",
  };

  it.each(vectors.ipKeys.filter(({ ip }) => DIFFERS[ip] === undefined))("$ip with /$subnet", ({ ip, subnet, key }) => {
    // One of the peers leaves the prefix length out of its key.
    const own = addressKey(ip, { ipv6Prefix: subnet });
    expect([own, own.replace(/\/\d+$/, "")]).toContain(key);
  });

  it.each(vectors.sameBucket)("$a and $b share a counter: $same", ({ a, b, same }) => {
    expect(addressKey(a) === addressKey(b)).toBe(same);
  });
});
