/** A subscriber's URL never becomes a way into our own network. */
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { selfSigned } from "../certificates/self-signed.contract.js";
import { isPublicAddress, type Resolver, type WebhookSenderOptions, webhookSender } from "../index.js";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listening(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const to = (url: string, options: Partial<WebhookSenderOptions> = {}) =>
  webhookSender({ secrets: SECRET, ...options }).send({ url, id: "msg_1", body: "{}" });
const resolving =
  (...addresses: string[]): Resolver =>
  async () =>
    addresses;

describe("addresses", () => {
  it.each([
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "0.0.0.0",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "100::1",
    "",
    "example.com",
    "1.1.1.1 ",
  ])("%j is not public", (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450:4001::1"])(
    "%s is",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it("no private IPv4 address is public in any form of IPv6", () => {
    const private4 = fc.tuple(fc.constantFrom(10, 127, 0, 224, 255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(private4, ([a, b, c, d]) => {
        const hex = [a * 256 + b, c * 256 + d].map((word) => word.toString(16)).join(":");
        for (const form of [`${a}.${b}.${c}.${d}`, `::ffff:${hex}`, `::${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`]) {
          expect(isPublicAddress(form)).toBe(false);
        }
      }),
    );
  });
});

describe("what is refused before anything is called", () => {
  const never: Resolver = async () => {
    throw new Error("resolved");
  };

  it.each([
    ["http://example.com/", "scheme_refused"],
    ["ftp://example.com/", "scheme_refused"],
    ["file:///etc/passwd", "scheme_refused"],
    ["javascript:alert(1)", "scheme_refused"],
    ["https://example.com:8443/", "port_refused"],
    ["https://example.com:22/", "port_refused"],
    ["https://user:pass@example.com/", "url_with_credentials"],
    ["https://", "url_malformed"],
    ["//example.com", "url_malformed"],
    [`https://example.com/${"x".repeat(3000)}`, "url_malformed"],
  ])("%.60s", async (url, reason) => {
    expect(await to(url, { resolve: never })).toEqual({ outcome: "refused", reason });
  });

  it.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fd00:ec2::254]/latest/meta-data/",
    "https://169.254.169.254/latest/meta-data/",
  ])("%s", async (url) => {
    expect(await to(url, { resolve: never })).toEqual({ outcome: "refused", reason: "address_refused" });
  });

  it.each([[["10.0.0.5"]], [["1.1.1.1", "10.0.0.5"]], [["::1"]], [["not-an-address"]]])(
    "a name that leads to %j",
    async (addresses) => {
      expect(await to("https://hook.example/", { resolve: resolving(...addresses) })).toEqual({
        outcome: "refused",
        reason: "address_refused",
      });
    },
  );

  it("a loopback address by http unless that is dangerously allowed, and any other address even then", async () => {
    const policy = { dangerouslyAllowLoopback: true };
    expect(await to("http://hook.example/", { policy, resolve: resolving("10.0.0.5") })).toMatchObject({
      outcome: "refused",
    });
    expect(await to("http://hook.example/", { policy, resolve: resolving("1.1.1.1") })).toMatchObject({
      outcome: "refused",
    });
    expect(await to("https://hook.example:8443/", { policy, resolve: resolving("1.1.1.1") })).toMatchObject({
      outcome: "refused",
    });
  });
});

describe("what is called", () => {
  const policy = { dangerouslyAllowLoopback: true };

  it("is the address that was judged, whatever the name server says next", async () => {
    const port = await listening(createServer((_, response) => response.end()));
    let asked = 0;
    const rebinding: Resolver = async () => {
      asked += 1;
      return asked === 1 ? ["127.0.0.1"] : ["169.254.169.254"];
    };
    expect(await to(`http://hook.example:${port}/`, { policy, resolve: rebinding })).toMatchObject({
      outcome: "delivered",
    });
    expect(asked).toBe(1);
  });

  it("is never a redirect's destination", async () => {
    let reached = 0;
    const inside = await listening(
      createServer((_, response) => {
        reached += 1;
        response.end();
      }),
    );
    for (const status of [301, 302, 303, 307, 308]) {
      const port = await listening(
        createServer((_, response) => response.writeHead(status, { location: `http://127.0.0.1:${inside}/` }).end()),
      );
      expect(await to(`http://127.0.0.1:${port}/`, { policy })).toEqual({
        outcome: "failed",
        reason: "redirected",
        status,
      });
    }
    expect(reached).toBe(0);
  });

  it("shows a certificate for its own name", async () => {
    const { certificate, privateKey } = selfSigned({ from: 0, until: Date.now() + 86_400_000, host: "hook.example" });
    const answer = createSecureServer({ cert: certificate, key: privateKey }, (_, response) => response.end());
    const port = await listening(answer as unknown as Server);
    const trusting = { policy, resolve: resolving("127.0.0.1"), trustedCertificates: certificate };
    expect(await to(`https://hook.example:${port}/`, trusting)).toMatchObject({ outcome: "delivered" });
    expect(await to(`https://other.example:${port}/`, trusting)).toMatchObject({ reason: "connection_failed" });
    const { trustedCertificates: _, ...plain } = trusting;
    expect(await to(`https://hook.example:${port}/`, plain)).toMatchObject({ reason: "connection_failed" });
  });
});
