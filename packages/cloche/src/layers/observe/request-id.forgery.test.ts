/** What a caller says about a request's identity, trace or address is believed only where it is well-formed. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { networkOf, requestId, traceContext } from "./index.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("a request id", () => {
  it.each(["req-12345678", "01HZX3V9K2M4N6P8Q0R2S4T6V8", "a".repeat(64), "0f8fad5b-d9cb-469f-a165-708677289501"])(
    "%j is kept",
    (id) => {
      expect(requestId(id)).toBe(id);
    },
  );

  it.each([
    undefined,
    "",
    "short",
    "a".repeat(65),
    "has space",
    "line\nbreak1",
    "abcdefgh\n",
    '{"level":"x"}',
    "a, b, c, d",
    "491705550199",
    "4111-1111-1111-1111",
    "\u0430bcdefghij",
    "../../etc/passwd",
  ])("%j is replaced", (id) => {
    expect(requestId(id)).toMatch(UUID);
  });

  it("is new each time", () => {
    expect(new Set(Array.from({ length: 1000 }, () => requestId(undefined))).size).toBe(1000);
  });
});

describe("a trace context", () => {
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const parent = "00f067aa0ba902b7";

  it("is read", () => {
    expect(traceContext(`00-${trace}-${parent}-01`)).toEqual({ traceId: trace, parentId: parent, sampled: true });
    expect(traceContext(`00-${trace}-${parent}-00`)?.sampled).toBe(false);
    expect(traceContext(`cc-${trace}-${parent}-03-what-comes-later`)).toEqual({
      traceId: trace,
      parentId: parent,
      sampled: true,
    });
  });

  it.each([
    undefined,
    "",
    `00-${trace}-${parent}`,
    `00-${trace}-${parent}-01-`,
    `00-${trace}-${parent}-01-more`,
    `00-${trace.toUpperCase()}-${parent}-01`,
    `00-${"0".repeat(32)}-${parent}-01`,
    `00-${trace}-${"0".repeat(16)}-01`,
    `ff-${trace}-${parent}-01`,
    `cc-${trace}-${parent}-01.more`,
    `00-${trace}-${parent}-1`,
    `00-${trace}-${parent}-01\n`,
    ` 00-${trace}-${parent}-01`,
    `00-${trace}-${parent}-01, 00-${trace}-${parent}-01`,
    `cc-${trace}-${parent}-01-${"x".repeat(300)}`,
  ])("%j is not believed", (header) => {
    expect(traceContext(header)).toBeUndefined();
  });
});

describe("a network", () => {
  it.each([
    ["203.0.113.7", "203.0.113.0/24"],
    ["::ffff:203.0.113.7", "203.0.113.0/24"],
    ["2001:db8:7:1::9", "2001:db8:7::/48"],
    ["2001:0DB8:0007:0001:0000:0000:0000:0009", "2001:db8:7::/48"],
    ["2001:db8::1", "2001:db8::/48"],
    ["2001::7:1:2:3:4:5", "2001:0:7::/48"],
    ["::1", "::/48"],
    ["fe80::1", "fe80::/48"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each(["", "unix:", "203.0.113", "203.0.113.7.9", "guest@example.com", "1.2.3.4\n", "2001:db8"])(
    "%j has none",
    (text) => {
      expect(networkOf(text)).toBeUndefined();
    },
  );

  it("is the same for every host in it", () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    const host = fc.array(group, { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(group, { minLength: 3, maxLength: 3 }), host, host, (prefix, one, other) => {
        expect(networkOf([...prefix, ...one].join(":"))).toBe(networkOf([...prefix, ...other].join(":")));
      }),
    );
  });
});
