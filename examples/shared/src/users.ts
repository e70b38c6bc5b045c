/** Two people to try the API with. A real backend keeps them in a database. */
import { scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

interface User {
  readonly role: "customer" | "chef";
  readonly salt: string;
  readonly password: string;
}

/** The people by their user id. */
export const USERS: Readonly<Record<string, User>> = Object.assign(Object.create(null) as Record<string, User>, {
  ann: { role: "customer", salt: "ann-salt", password: "correct horse battery" },
  carlo: { role: "chef", salt: "carlo-salt", password: "staple soup ladle" },
});

const NOBODY: User = { role: "customer", salt: "nobody", password: "nobody signs in with this" };
const derive = promisify(scrypt) as (password: string, salt: string, length: number) => Promise<Buffer>;

/** Whether the password is the user's; takes as long for a user who does not exist. */
export async function passwordMatches(userId: string, password: string): Promise<boolean> {
  const user = USERS[userId] ?? NOBODY;
  const [given, kept] = await Promise.all([derive(password, user.salt, 32), derive(user.password, user.salt, 32)]);
  return timingSafeEqual(given, kept) && user !== NOBODY;
}
