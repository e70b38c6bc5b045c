/** A refusal says to the caller what the table says, and keeps the finer reason to itself. */
import { describe, expect, it } from "vitest";
import { isRefusal, REFUSALS, type RefusalCode, refuse } from "./index.js";

const CODES = Object.keys(REFUSALS) as RefusalCode[];

describe("refuse", () => {
  it.each(CODES)("%s has the table's status, and its own code as reason where none is given", (code) => {
    expect(refuse(code)).toEqual({ refused: code, status: REFUSALS[code].status, reason: code, headers: [] });
  });

  it("carries what is said beside the code", () => {
    const headers = [["www-authenticate", "Bearer"]] as const;
    const errors = [{ path: "/lines/0", in: "body", code: "too_small", reason: "too small" }] as const;
    const fields = { reason: "token_expired", headers, errors, violatedPolicies: ["p"], detail: "Sign in again." };
    expect(refuse("token_invalid", fields)).toEqual({ ...fields, refused: "token_invalid", status: 401 });
  });

  it("lets no field change the code or the status", () => {
    const fields = { refused: "not_found", status: 200, reason: "x" };
    expect(refuse("forbidden", fields)).toMatchObject({ refused: "forbidden", status: 403 });
  });

  it("shares no list of headers that one caller could fill for all", () => {
    expect(Object.isFrozen(refuse("forbidden").headers)).toBe(true);
  });
});

describe("isRefusal", () => {
  it.each(CODES)("knows %s", (code) => expect(isRefusal(refuse(code))).toBe(true));

  it.each([
    undefined,
    null,
    "refused",
    403,
    true,
    [],
    {},
    { status: 403 },
    () => {},
    { value: { refused: "forbidden" } },
  ])("takes %o for none", (value) => expect(isRefusal(value)).toBe(false));
});
