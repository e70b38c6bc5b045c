/** A certificate speaks for its key between its dates, and at no other time. */
import { describe, expect, it } from "vitest";
import { ConfigError, fixedClock } from "../../kernel/index.js";
import { publicKey } from "./index.js";

const pem = [
  "-----BEGIN CERTIFICATE-----",
  "MIIBfjCCASWgAwIBAgIUcHNXaHk9WxRb99kKkqH1ja4a8YUwCgYIKoZIzj0EAwIw",
  "FTETMBEGA1UEAwwKaWQuZXhhbXBsZTAeFw0yNjExMjMxMDEyNDBaFw0yNjEyMjMx",
  "MDEyNDBaMBUxEzARBgNVBAMMCmlkLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO",
  "PQMBBwNCAATb8BwxYmlkQ0DQgaEk/8u/Twob/WZ1IY5Z+YyQX6NXYXmICLNDDnQD",
  "4oqmzlu0sM7/ijF2Wy4+pTmyn/XbluUEo1MwUTAdBgNVHQ4EFgQU7AhJ05+H96s/",
  "bzsAVi6WiB+tf1AwHwYDVR0jBBgwFoAU7AhJ05+H96s/bzsAVi6WiB+tf1AwDwYD",
  "VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAxkCKxcbiFo1Z4jcRELYOH",
  "cn6H1+R4WRWkwZxjbJAflwIgR7wLLQ1tU4W6MJc7Qo1/DrJZR0oz2/H38UwkOQMe",
  "xlQ=",
  "-----END CERTIFICATE-----",
].join("\n");

const from = Date.UTC(2026, 10, 23, 10, 12, 40);
const to = Date.UTC(2026, 11, 23, 10, 12, 40);
const read = (now: number, text = pem) => publicKey({ algorithm: "ES256", pem: text, clock: fixedClock(now) });

describe("a certificate", () => {
  it.each([from, from + 1000, to])("is taken at %s", (now) => {
    expect(read(now).publicJwk()).toMatchObject({ kty: "EC", crv: "P-256" });
  });

  it.each([
    [from - 1, "not valid yet"],
    [to + 1, "has expired"],
  ])("is refused at %s", (now, why) => {
    expect(() => read(now)).toThrow(ConfigError);
    expect(() => read(now)).toThrow(why);
  });

  it("that cannot be read is refused", () => {
    expect(() => read(from, pem.replace("MIIB", "AAAA"))).toThrow(ConfigError);
  });

  it("is held against its algorithm as well", () => {
    expect(() => publicKey({ algorithm: "RS256", pem, clock: fixedClock(from) })).toThrow(ConfigError);
  });
});
