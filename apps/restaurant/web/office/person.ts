/** Who has signed in to the office, and where. */
import type { StaffRole } from "../../contracts/index.js";

/** A place where somebody works. */
export interface Workplace {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly role: StaffRole;
  readonly timezone: string;
}

/** What the API says of the person. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly locationId: string;
  readonly locations: readonly Workplace[];
  readonly secondFactor: boolean;
}

/** What every view is given. */
export interface ViewProps {
  readonly person: Person;
  /** The part of the API that is about the place they work at. */
  readonly at: string;
}

/** The same, for one that changes where somebody works. */
export interface OfficeProps extends ViewProps {
  /** Reads anew who has signed in, and where they work. */
  readonly renew: () => Promise<void>;
}

/** Who runs the place. */
export function isChief({ role }: Pick<Person, "role">): boolean {
  return role === "owner" || role === "manager";
}
