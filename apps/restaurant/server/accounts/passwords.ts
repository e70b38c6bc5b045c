/** Hashes and checks passwords with argon2id, a few at a time, so that a flood of sign-ins cannot take the memory. */
import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/**
 * OWASP's smallest argon2id setting: 19 MiB, two passes, one lane. The algorithm is left to the package, whose default
 * is argon2id; its enum cannot be named under isolated modules.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Three of the four threads that Node.js has for such work; the last is left for files and names. */
const AT_ONCE = 3;
const WAITING = 60;

/** Hashes and checks. */
export interface Passwords {
  /** The argon2id hash in PHC form. */
  readonly hash: (password: string) => Promise<string>;
  /**
   * Whether the password belongs to the hash. Without a hash a stand-in is checked and the answer is false, so that an
   * unknown account takes as long as a known one.
   *
   * @returns `undefined` where too many are waiting already; nothing was checked then.
   */
  readonly check: (passwordHash: string | undefined, password: string) => Promise<boolean | undefined>;
}

/** How many are worked on, and how many may wait; for tests. */
export interface PasswordsOptions {
  readonly atOnce?: number;
  readonly waiting?: number;
}

/** Makes the stand-in, so it is ready before the first sign-in. */
export async function passwords({ atOnce = AT_ONCE, waiting = WAITING }: PasswordsOptions = {}): Promise<Passwords> {
  const standIn = await hash(randomBytes(32).toString("base64url"), COST);
  const turns = turnstile(atOnce, waiting);
  return {
    hash: (password) => hash(password, COST),
    async check(passwordHash, password) {
      if (!(await turns.enter())) return undefined;
      try {
        const belongs = await verify(passwordHash ?? standIn, password);
        return belongs && passwordHash !== undefined;
      } finally {
        turns.leave();
      }
    },
  };
}

interface Turnstile {
  /** Waits for a place; answers false at once where the line is too long. */
  enter(): Promise<boolean>;
  leave(): void;
}

function turnstile(places: number, longest: number): Turnstile {
  let free = places;
  const line: (() => void)[] = [];
  return {
    async enter() {
      if (free > 0) {
        free -= 1;
        return true;
      }
      if (line.length >= longest) return false;
      await new Promise<void>((resolve) => line.push(resolve));
      return true;
    },
    leave() {
      const next = line.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
