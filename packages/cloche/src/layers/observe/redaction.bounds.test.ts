/** Whatever is given to a redaction, it answers, within bounds, and leaves what is harmless readable. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../kernel/index.js";
import { redaction, safeError } from "./index.js";

const { redact, text, error } = redaction();
const size = (value: unknown) => JSON.stringify(value).length;

describe("a redaction", () => {
  it("answers for values that resist being read", () => {
    const throwing = {
      get bad(): string {
        throw new Error("no");
      },
      good: 1,
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    const message = Object.defineProperty(new Error("x"), "message", {
      get: () => {
        throw new Error("no");
      },
    });
    expect(redact(throwing)).toEqual({ bad: "[unreadable]", good: 1 });
    expect(redact([revoked.proxy, hostile])).toEqual(["[unreadable]", "[unreadable]"]);
    expect(error(message)).toMatchObject({ type: "Error", message: "" });
    expect(safeError(revoked.proxy)).toMatchObject({ type: "Error", message: "" });
  });

  it("ends for cycles, depth, width and both together", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    let deep: unknown = "end";
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`n${index}`, index]));
    let shared: unknown = "end";
    for (let level = 0; level < 7; level += 1) shared = Array.from({ length: 8 }, () => shared);
    expect(redact(cyclic)).toEqual(["[circular]"]);
    expect(size(redact(deep))).toBeLessThan(200);
    expect(size(redact(wide))).toBeLessThan(2000);
    expect(size(redact(shared))).toBeLessThan(100_000);
    expect(size(redact("x".repeat(10_000_000)))).toBeLessThan(2100);
    expect(size(redact(Array.from({ length: 5000 }, () => "y")))).toBeLessThan(1000);
  });

  it("ends for causes without end", () => {
    const first = new Error("first");
    first.cause = new Error("second", { cause: first });
    expect(size(error(first))).toBeLessThan(50_000);
  });

  it("keeps what is harmless", () => {
    const harmless = {
      orderId: "ord_7Hq2",
      total: 1250,
      at: 1_767_225_600_000,
      seconds: 1_767_225_600,
      ready: true,
      hasPassword: false,
      nothing: null,
      uuid: "0f8fad5b-d9cb-469f-a165-708677289501",
      version: "10.11.12",
      route: "/api/v1/orders/{id}",
      date: "2026-01-01T00:00:00.000Z",
      words: "The printer at the grill did not answer in 30 s.",
      code: "ECONNREFUSED",
    };
    expect(redact(harmless)).toEqual(harmless);
    expect(redact(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
    expect(redact(10n)).toBe("10");
  });

  it("cannot be made to set a prototype", () => {
    const copy = redact(JSON.parse('{"__proto__":{"polluted":1},"constructor":2}')) as Record<string, unknown>;
    expect(copy.polluted).toBeUndefined();
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(JSON.stringify(copy)).toBe('{"[__proto__]":{"polluted":1},"constructor":2}');
  });

  it("leaves a line on one line", () => {
    const forged =
      'ok\r\n{"level":"info","message":"forged"}\u2028\u0085x\u001b[2J\u001b]0;title\u0007\u202egnp.exe\u200b';
    expect(text(forged)).toBe('ok {"level":"info","message":"forged"} xgnp.exe');
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (given) => {
        expect(text(given)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
      }),
    );
  });

  it("never throws and gives only what JSON can hold", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
        (given) => {
          expect(() => JSON.stringify(redact(given))).not.toThrow();
          expect(() => JSON.stringify(error(given))).not.toThrow();
        },
      ),
    );
  });

  it("finds a secret wherever it stands in a text of any length", () => {
    const by = redaction({ secrets: [new Secret("c4n4ry-s3cret", "S")] });
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(3000), (before, after) => {
        const given = `${"x".repeat(before)}c4n4ry-s3cret${"y".repeat(after)}`;
        expect(by.text(given)).not.toContain("c4n4ry");
      }),
    );
  });

  it("leaves no half of a secret where a text is cut", () => {
    const by = redaction({ secrets: [new Secret("c4n4ry-s3cret", "S")] });
    for (let before = 16_360; before <= 16_384; before += 1) {
      expect(by.text(`eyJ${"a".repeat(before - 8)}.b.c c4n4ry-s3cret`)).not.toContain("c4n");
    }
  });

  it("takes linear time for texts made to be slow", () => {
    const slow = [
      "a.".repeat(8000),
      "1 ".repeat(8000),
      "+1".repeat(8000),
      "eyJ".repeat(5000),
      "cookie=".repeat(2000),
      "://".repeat(5000),
    ];
    const start = process.cpuUsage();
    for (const given of [
      ...slow,
      "password".repeat(2000),
      "-----BEGIN PRIVATE KEY-----".repeat(600),
      "a@".repeat(8000),
    ])
      text(given);
    expect(process.cpuUsage(start).user).toBeLessThan(1.5e6);
  });

  it("learns secrets later, and shapes of the user's own", () => {
    const by = redaction({ patterns: [/ORDER-\d+/] });
    expect(by.text("ORDER-1 and ORDER-2")).toBe("[redacted] and [redacted]");
    expect(by.text("later-known")).toBe("later-known");
    by.add(new Secret("later-known", "S"));
    expect(by.text("later-known")).toBe("[redacted]");
  });

  it("refuses options it does not know", () => {
    expect(() => redaction({ key: [] } as never)).toThrow(/Did you mean "keys"/);
    expect(() => redaction({ secrets: ["plain"] as never })).toThrow(/Wrap each value/);
  });
});

describe("an error", () => {
  it("keeps what helps", () => {
    const failed = Object.assign(new TypeError("connect failed"), {
      code: "ECONNREFUSED",
      syscall: "connect",
      status: 502,
    });
    const safe = error(new Error("outer", { cause: failed }));
    expect(safe).toMatchObject({
      type: "Error",
      message: "outer",
      cause: {
        type: "TypeError",
        code: "ECONNREFUSED",
        message: "connect failed",
        facts: { syscall: "connect", status: 502 },
      },
    });
    expect(safe.stack?.[0]).toMatch(/^at .*redaction\.bounds\.test\.ts/);
  });
});
