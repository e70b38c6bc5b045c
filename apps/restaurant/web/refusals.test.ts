/** Why something was refused, in the page's words: each code has its own. */
import { describe, expect, it } from "vitest";
import {
  addAddress,
  cancelTracked,
  changeProfile,
  eraseProfile,
  login,
  payTracked,
  placeOrder,
  quoteOrder,
  refreshCustomer,
  scanTable,
  sendCode,
  sendOwnCode,
  setUp,
  trackOrder,
  verifyCode,
} from "../contracts/index.js";
import { words as guest } from "./guest/words/de.js";
import { ApiError, wordsFor } from "./shared/api.js";
import { words as shared } from "./shared/words/de.js";
import { words as signIn } from "./sign-in/words/de.js";
import { words as track } from "./track/words/de.js";

interface Refusing {
  readonly returns: Readonly<Record<number, unknown>>;
}

/** The codes with which a route refuses of its own. */
function codesOf({ returns }: Refusing): readonly string[] {
  return Object.values(returns).flatMap((answer) =>
    typeof answer === "object" && answer !== null && "problems" in answer ? Object.keys(answer.problems as object) : [],
  );
}

const ORDERING: readonly Refusing[] = [quoteOrder, placeOrder, scanTable];
const ACCOUNT: readonly Refusing[] = [
  ...[sendCode, verifyCode, refreshCustomer, sendOwnCode, addAddress, changeProfile, eraseProfile],
];
const PAGES = [
  { page: "guest", own: guest, routes: [...ORDERING, ...ACCOUNT] },
  { page: "track", own: track, routes: [trackOrder, payTracked, cancelTracked] },
  { page: "sign-in", own: signIn, routes: [login, setUp] },
] as const;

describe("refusals", () => {
  it.each(PAGES)("of the routes that the page $page calls have words", ({ own, routes }) => {
    const known = { ...shared.refusals, ...own.refusals };
    const codes = routes.flatMap(codesOf);
    expect(codes.length).toBeGreaterThan(1);
    expect(codes.filter((code) => !Object.hasOwn(known, code))).toEqual([]);
  });

  it("are told in the page's words, then in those of all pages, and in the server's where there are none", () => {
    const refused = (code: string) =>
      new ApiError({ status: 409, code, title: "As the server has it.", detail: "So." });
    const own = { refusals: { slot_full: "Taken." } };
    expect(wordsFor(refused("slot_full"), own)).toBe("Taken.");
    expect(wordsFor(refused("rate_limited"), own)).toBe("That was too often. Please wait a while.");
    expect(wordsFor(refused("toString"), own)).toBe("As the server has it. So.");
    expect(wordsFor(new TypeError("x is undefined"), own)).toBe("Something went wrong. Please try again.");
  });

  it("name the field by its label", () => {
    const errors = [{ path: "/contact/phone", code: "invalid_phone", reason: "This is no phone number." }];
    const error = new ApiError({ status: 400, code: "validation_failed", title: "", errors });
    expect(wordsFor(error, { fields: { phone: "Your phone" } })).toContain("Your phone: This is no phone number.");
    expect(wordsFor(error)).toContain("contact phone: ");
  });
});
