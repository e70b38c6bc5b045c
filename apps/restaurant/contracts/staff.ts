/** Who works here and what each may do: the one table that contracts, handlers, pages and tests read. */
import { all, any, type CallerRule, role, scope, stepUp, tenant } from "cloche";

/** The roles of the people who work here. */
export const STAFF_ROLES = ["owner", "manager", "cashier", "chef", "courier"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** A paired kitchen screen: a caller of its own, bound to one station. */
export const DEVICE_ROLE = "device";
/** Somebody who orders here, and has signed in: a caller of their own, with power over what is theirs and nothing else. */
export const CUSTOMER_ROLE = "customer";
export type CallerRole = StaffRole | typeof DEVICE_ROLE | typeof CUSTOMER_ROLE;

/** How strongly somebody signed in, as the `acr` of their tokens has it: by password, or by a second factor as well. */
export const ACR = { password: "aal1", secondFactor: "aal2" } as const;

/**
 * How far a role's power reaches: everything at its location, only what is its own (a chef's stations, a courier's
 * deliveries, a cashier's shift), or everything up to a limit that the handler holds.
 */
export type Reach = "location" | "own" | "limited";

interface Capability {
  readonly roles: Partial<Readonly<Record<CallerRole, Reach>>>;
  /** The scope that lets an integration's API key do the same. */
  readonly scope?: string;
  /** How the sign-in must have been: within five minutes, and perhaps by a second factor. */
  readonly signIn?: "recent" | "strong";
}

const everyone = { owner: "location", manager: "location" } as const;

/** What may be done here, by whom. */
export const CAPABILITIES = {
  seeOrders: { roles: { ...everyone, cashier: "location", courier: "own" }, scope: "orders:read" },
  takeOrders: { roles: { ...everyone, cashier: "location" } },
  takeCash: { roles: { ...everyone, cashier: "location" } },
  answerOrders: { roles: { ...everyone, cashier: "location" } },
  fireCourses: { roles: { ...everyone, cashier: "location", chef: "own" } },
  deliver: { roles: { ...everyone, cashier: "location", courier: "own" } },
  seeTickets: { roles: { ...everyone, chef: "own", device: "own" } },
  workTickets: { roles: { ...everyone, chef: "own", device: "own" } },
  markSoldOut: { roles: { ...everyone, cashier: "location", chef: "own", device: "own" }, scope: "menu:availability" },
  voidLine: { roles: { ...everyone, cashier: "limited" } },
  refund: { roles: { owner: "location", manager: "limited" }, signIn: "recent" },
  checkPayments: { roles: everyone },
  manageSettings: { roles: everyone },
  editMenu: { roles: everyone, scope: "menu:write" },
  seeStaff: { roles: everyone },
  manageStaff: { roles: { owner: "location", manager: "limited" }, signIn: "recent" },
  resetSecondFactors: { roles: { owner: "location" }, signIn: "strong" },
  manageDevices: { roles: everyone },
  manageKeys: { roles: { owner: "location" }, signIn: "strong" },
  makePlaces: { roles: { owner: "location" }, signIn: "strong" },
  managePartnerKeys: { roles: { owner: "location" }, signIn: "strong" },
  exportData: { roles: { owner: "location" }, signIn: "strong" },
  seeReports: { roles: { ...everyone, cashier: "own", chef: "own" }, scope: "reports:read" },
  seeAudit: { roles: everyone },
  ownAccount: { roles: { customer: "own" } },
  addAddress: { roles: { customer: "own" }, signIn: "recent" },
} as const satisfies Record<string, Capability>;
export type CapabilityName = keyof typeof CAPABILITIES;

/** The scopes an API key can be given. */
export const INTEGRATION_SCOPES = ["orders:read", "menu:availability", "menu:write", "reports:read"] as const;

/** A rule for people in one of the roles. */
export function staff(first: CallerRole, ...others: readonly CallerRole[]): CallerRule {
  return role(first, ...others);
}

/**
 * A rule for whoever may do this, at the location their token is for. What it touches must be looked up within that
 * location (`locationOf`), so that another location's things are answered 404.
 *
 * @example
 * contract({ method: "POST", path: "/api/v1/orders/{id}/accept", allow: may("answerOrders"), ... });
 */
export function may(capability: CapabilityName): CallerRule {
  const { roles, scope: scoped, signIn }: Capability = CAPABILITIES[capability];
  const [first, ...others] = Object.keys(roles) as [CallerRole, ...CallerRole[]];
  const people = staff(first, ...others);
  if (signIn !== undefined) return all(people, SIGN_INS[signIn]);
  return scoped === undefined ? people : any(people, scope(scoped));
}

/**
 * The same, where the path names the location: somebody of another location is told that there is nothing.
 *
 * @example
 * contract({ method: "GET", path: "/api/v1/locations/{location}/staff", allow: mayAt("location", "manageStaff"), ... });
 */
export function mayAt(parameter: string, capability: CapabilityName): CallerRule {
  return all(tenant(parameter, "location"), may(capability));
}

/** For what must not be done from a screen somebody walked away from (RFC 9470); `POST /auth/step-up` renews it. */
export const SIGN_INS = {
  recent: stepUp({ maxAge: "5 minutes" }),
  strong: stepUp({ acrValues: [ACR.secondFactor], maxAge: "5 minutes" }),
};

/** As far as a caller is looked at here. */
interface Holder {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
}

/** How far a caller's power reaches; `undefined` where it does not reach at all. */
export function reachOf(capability: CapabilityName, { roles, scopes }: Holder): Reach | undefined {
  const { roles: table, scope: scoped }: Capability = CAPABILITIES[capability];
  const reaches = roles.map((name) => (Object.hasOwn(table, name) ? table[name as CallerRole] : undefined));
  const keyed = scoped !== undefined && scopes.includes(scoped) ? ["location" as const] : [];
  return WIDEST_FIRST.find((reach) => [...reaches, ...keyed].includes(reach));
}

const WIDEST_FIRST: readonly Reach[] = ["location", "limited", "own"];

/** The location a caller acts at; every query of a handler is held to it. Empty where the credential names none. */
export function locationOf({ claims }: Pick<Holder, "claims">): string {
  return typeof claims.location === "string" ? claims.location : "";
}
