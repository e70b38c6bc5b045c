import { describeRule } from "cloche";
import { expect, it } from "vitest";
import { CAPABILITIES, type CapabilityName, locationOf, may, mayAt, reachOf, STAFF_ROLES } from "./staff.js";

const ROLES = [...STAFF_ROLES, "device", "customer"] as const;
const MARKS = { location: "all", own: "own", limited: "limit", none: "-" };
const holder = (role: string) => ({ roles: [role], scopes: [], claims: {} });

it("gives each role what the house rules say, and no role more", () => {
  const rows = Object.keys(CAPABILITIES).map((name) => {
    const cells = ROLES.map((role) => MARKS[reachOf(name as CapabilityName, holder(role)) ?? "none"].padEnd(7));
    return `${name.padEnd(14)}${cells.join("").trimEnd()}`;
  });
  expect([`${"".padEnd(14)}${ROLES.map((role) => role.padEnd(8)).join("")}`.slice(0, 14), ...rows].join("\n")).toBe(
    [
      "              ", //  owner  manager cashier chef courier device customer
      "seeOrders     all    all    all    -      own    -      -",
      "takeOrders    all    all    all    -      -      -      -",
      "takeCash      all    all    all    -      -      -      -",
      "answerOrders  all    all    all    -      -      -      -",
      "fireCourses   all    all    all    own    -      -      -",
      "deliver       all    all    all    -      own    -      -",
      "seeTickets    all    all    -      own    -      own    -",
      "workTickets   all    all    -      own    -      own    -",
      "markSoldOut   all    all    all    own    -      own    -",
      "voidLine      all    all    limit  -      -      -      -",
      "refund        all    limit  -      -      -      -      -",
      "checkPayments all    all    -      -      -      -      -",
      "manageSettingsall    all    -      -      -      -      -",
      "editMenu      all    all    -      -      -      -      -",
      "seeStaff      all    all    -      -      -      -      -",
      "manageStaff   all    limit  -      -      -      -      -",
      "resetSecondFactorsall    -      -      -      -      -      -",
      "manageDevices all    all    -      -      -      -      -",
      "manageKeys    all    -      -      -      -      -      -",
      "makePlaces    all    -      -      -      -      -      -",
      "managePartnerKeysall    -      -      -      -      -      -",
      "exportData    all    -      -      -      -      -      -",
      "seeReports    all    all    own    own    -      -      -",
      "seeAudit      all    all    -      -      -      -      -",
      "ownAccount    -      -      -      -      -      -      own",
      "addAddress    -      -      -      -      -      -      own",
    ].join("\n"),
  );
});

it("asks for the sign-in and the location that belong to a power", () => {
  expect(describeRule(may("refund"))).toBe("role owner or manager and signed in within 300 s");
  expect(describeRule(may("manageKeys"))).toBe("role owner and signed in by aal2, signed in within 300 s");
  expect(describeRule(mayAt("location", "seeReports"))).toBe(
    "claim location equal to {location} and (role owner or manager or cashier or chef or scope reports:read)",
  );
});

it("knows no role and no location that a credential does not name", () => {
  expect(reachOf("editMenu", holder("constructor"))).toBeUndefined();
  expect(reachOf("editMenu", { roles: [], scopes: ["menu:write"], claims: {} })).toBe("location");
  expect(reachOf("takeCash", { roles: [], scopes: ["menu:write"], claims: {} })).toBeUndefined();
  expect(reachOf("seeOrders", { ...holder("courier"), roles: ["courier", "cashier"] })).toBe("location");
  expect([locationOf({ claims: {} }), locationOf({ claims: { location: 7 } })]).toEqual(["", ""]);
});
