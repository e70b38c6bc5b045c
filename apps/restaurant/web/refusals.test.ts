/** Why something was refused or what the cameras saw, in the page's words: each code has its own. */
import { DEFAULT_ALERT_RULES, SECURITY_EVENTS } from "cloche/observe";
import { describe, expect, it } from "vitest";
import * as contracts from "../contracts/index.js";
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
import { words as incidents } from "./office/words/incidents/de.js";
import { ApiError, wordsFor } from "./shared/api.js";
import { words as shared } from "./shared/words/de.js";
import { words as staff } from "./shared/words/staff/de.js";
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
const TRACKED: readonly Refusing[] = [trackOrder, payTracked, cancelTracked];
const SIGN_IN: readonly Refusing[] = [login, setUp];
/** Whatever no guest asks for: office and kitchen call those alike. */
const OTHERS = Object.values<unknown>(contracts).filter(
  (one): one is Refusing =>
    isRefusing(one) && ![...ORDERING, ...ACCOUNT, ...TRACKED, ...SIGN_IN].some((other) => other === one),
);
const PAGES = [
  { page: "guest", own: guest, routes: [...ORDERING, ...ACCOUNT] },
  { page: "track", own: track, routes: TRACKED },
  { page: "sign-in", own: signIn, routes: SIGN_IN },
  { page: "office or kitchen", own: staff, routes: OTHERS },
] as const;

function isRefusing(one: unknown): one is Refusing {
  return typeof one === "object" && one !== null && "returns" in one && "path" in one;
}

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

describe("incidents", () => {
  it("have words, whatever happens and whichever rule raises an alert", () => {
    expect(Object.keys(SECURITY_EVENTS).filter((event) => !Object.hasOwn(incidents.events, event))).toEqual([]);
    const rules = DEFAULT_ALERT_RULES.map(({ name }) => name);
    expect(rules.filter((name) => !Object.hasOwn(incidents.alerts, name))).toEqual([]);
  });
});
