import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { cleanEmail, cleanFileName, cleanIdentifier, cleanPhone, cleanUrl } from "./index.js";

describe("cleanUrl", () => {
  it.each([
    ["https://Example.com", "https://example.com/"],
    [" https://example.com/a?b=c#d ", "https://example.com/a?b=c#d"],
  ])("%j is taken", (text, url) => {
    expect(cleanUrl(text)).toBe(url);
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,x",
    "http://example.com",
    "//example.com",
    "/relative",
    "https:\\\\example.com",
    "https://user:password@example.com",
    "https://bank.example@evil.example",
    "https://exa mple.com",
    "https://example.com/\u202egpj.exe",
    "https://",
    `https://example.com/${"a".repeat(3_000)}`,
  ])("%j is refused", (text) => {
    expect(cleanUrl(text)).toBeUndefined();
  });

  it.each(["javascript", "data", "https:", "HTTPS", ""])("never lets the protocol %j onto the list", (protocol) => {
    expect(() => cleanUrl("x", { protocols: [protocol] })).toThrow(ConfigError);
  });
});

describe("cleanFileName", () => {
  it.each([
    ["menu.pdf", "menu.pdf"],
    ["../../etc/passwd", "passwd"],
    ["..\\..\\windows\\system.ini", "system.ini"],
    ["C:\\x\\a.txt", "a.txt"],
    [".htaccess", "htaccess"],
    ["con.txt", "_con.txt"],
    ["NUL", "_NUL"],
    ["a\0.php.jpg", "a.php.jpg"],
    ["invoice\u202efdp.exe", "invoicefdp.exe"],
    ["a<b>:c|d?.txt", "abcd.txt"],
    ["x. . .", "x"],
  ])("%j becomes %j", (text, name) => {
    expect(cleanFileName(text)).toBe(name);
  });

  it.each(["", "..", "/", "a/", "...", "???"])("%j is refused", (text) => {
    expect(cleanFileName(text)).toBeUndefined();
  });

  it("keeps the extension of a long name within the bytes", () => {
    const name = cleanFileName(`${"\u{1f355}".repeat(200)}.jpeg`, { maxBytes: 60 });
    expect(name).toMatch(/^\u{1f355}+\.jpeg$/u);
    expect(Buffer.byteLength(name ?? "")).toBeLessThanOrEqual(60);
  });
});

describe("cleanEmail", () => {
  it.each([
    [" Ada.L+x@Example.COM ", "Ada.L+x@example.com"],
    ["a@b\u00fccher.example", "a@xn--bcher-kva.example"],
  ])("%j is taken", (text, address) => {
    expect(cleanEmail(text)).toBe(address);
  });

  it.each([
    "a",
    "@example.com",
    "a@",
    "a@localhost",
    "a@b@example.com",
    "a,b@example.com",
    "a@example.com,b@example.com",
    "a@example.com\r\nBcc: x@example.com",
    "a\r\n@example.com",
    "A <a@example.com>",
    '"a b"@example.com',
    "a..b@example.com",
    ".a@example.com",
    "a@-example.com",
    "a@example..com",
    "a@[127.0.0.1]",
    "a@127.0.0.1",
    `${"a".repeat(65)}@example.com`,
    `a@${"b".repeat(300)}.com`,
  ])("%j is refused", (text) => {
    expect(cleanEmail(text)).toBeUndefined();
  });
});

describe("cleanPhone", () => {
  it.each([
    ["+49 (30) 123-456", undefined, "+4930123456"],
    ["+44 (0)20 7946 0000", undefined, "+442079460000"],
    ["0049 30 123456", undefined, "+4930123456"],
    ["030/123456", "49", "+4930123456"],
  ])("%j is taken", (text, countryCode, number) => {
    expect(cleanPhone(text, countryCode === undefined ? {} : { countryCode })).toBe(number);
  });

  it.each(["", "030 123456", "+0123456789", "+1", "+1234567890123456", "+49 30 12x", "+49;ext=1", "\u0664\u0669"])(
    "%j is refused",
    (text) => {
      expect(cleanPhone(text)).toBeUndefined();
    },
  );
});

describe("cleanIdentifier", () => {
  it("takes short plain names only", () => {
    expect(cleanIdentifier(" table-12 ")).toBe("table-12");
    for (const text of ["", "-a", "a b", "a;b", "a.b", "$ne", "\u0430dmin", "a".repeat(65)]) {
      expect(cleanIdentifier(text)).toBeUndefined();
    }
  });
});
