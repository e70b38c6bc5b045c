/** How a row of the table is written, of who may call what. */

/** A role of the people who work here. */
export type Role = "owner" | "manager" | "cashier" | "chef" | "courier";
export const ROLES: readonly Role[] = ["owner", "manager", "cashier", "chef", "courier"];

/** Everybody who calls: people, a kitchen screen of one station, an integration with a key of every scope, a customer. */
export type CallerKind = Role | "device" | "key" | "customer";
export const CALLERS: readonly CallerKind[] = [...ROLES, "device", "key", "customer"];

/** What the place in the path names, which the suite fills in: one of the caller's own place, and one of another. */
export type Subject = "location" | "order" | "none";

/** A route that needs a caller. */
export interface Row {
  readonly roles: readonly CallerKind[];
  readonly of: Subject;
  readonly body?: unknown;
  /** A form with a file in it, in the place of the body. */
  readonly form?: () => FormData;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether those who may are asked to sign in again first. */
  readonly asksAgain?: true;
  /** The code of the problem that those who may are answered with, where it says 403 for another reason than their role. */
  readonly meets?: string;
  /** Those of them who are told 403 by the handler, since this is not of their own part. */
  readonly notOwn?: readonly CallerKind[];
  /** Whether it ends the caller's own sessions. */
  readonly endsSessions?: true;
  /** What everybody else is answered where it is not 403: a route for keys alone does not know whom a token is for. */
  readonly others?: number;
  /** The id in the path, where it is of a form of its own. */
  readonly id?: string;
  /** Whether the path names the caller's place, so that everybody of another is told that there is nothing. */
  readonly ofPlace?: true;
}

/** Open to anyone, or a partner's by its signature. */
export type Open = "anyone" | "partner";
