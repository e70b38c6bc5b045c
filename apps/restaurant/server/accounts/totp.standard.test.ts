import { expect, it } from "vitest";
import { base32, matchingStep, newTotpSecret, totpCode, totpStep, totpUri } from "./totp.js";

const SECRET = Buffer.from("12345678901234567890");

it("makes the codes of RFC 6238's appendix B, shortened to six digits", () => {
  const rows = { 59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037" };
  for (const [seconds, code] of Object.entries({ ...rows, 20000000000: "353130" })) {
    expect(totpCode(SECRET, totpStep(Number(seconds) * 1000))).toBe(code);
  }
});

it("takes a code of the step before, this one and the next, and no other text", () => {
  const now = 1_800_000_000_000;
  const at = (drift: number) => totpCode(SECRET, totpStep(now) + drift);
  expect([-2, -1, 0, 1, 2].map((drift) => matchingStep(SECRET, at(drift), now))).toEqual([
    undefined,
    totpStep(now) - 1,
    totpStep(now),
    totpStep(now) + 1,
    undefined,
  ]);
  for (const code of ["", "1", `${at(0)}0`, `${at(0)} `, at(0).slice(1), "\u0661\u0661\u0661\u0661\u0661\u0661"]) {
    expect(matchingStep(SECRET, code, now)).toBeUndefined();
  }
  expect(matchingStep(newTotpSecret(), at(0), now)).toBeUndefined();
});

it("writes base32 as RFC 4648 section 10 has it, and an address that apps read", () => {
  for (const [text, code] of Object.entries({
    f: "MY",
    fo: "MZXQ",
    foo: "MZXW6",
    foob: "MZXW6YQ",
    foobar: "MZXW6YTBOI",
  })) {
    expect(base32(Buffer.from(text))).toBe(code);
  }
  expect(totpUri({ secret: SECRET, account: "ana@x.example", issuer: "The Copper Lid" })).toBe(
    "otpauth://totp/The%20Copper%20Lid:ana%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=The%20Copper%20Lid",
  );
});
