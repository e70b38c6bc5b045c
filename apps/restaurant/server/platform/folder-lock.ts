/** Keeps a second process out of a data folder: PGlite itself would let it in and lose data. */

import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Thrown where another process holds the data folder. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";

  constructor(folder: string, pid: number) {
    super(
      `The data folder ${folder} is in use by process ${pid}. Stop that one first, give this one another DATA_DIR, ` +
        `or set DATABASE_URL to share a PostgreSQL server.`,
    );
  }
}

/** The folders this process holds: after a crash in a container the next process may well get the same pid. */
const held = new Set<string>();

/**
 * Locks a data folder for this process; the answer unlocks it. The lock of a process that has died is taken over.
 *
 * @throws FolderInUse where a living process holds it.
 */
export function lockFolder(folder: string): () => void {
  const home = resolve(folder);
  const lock = join(home, "lock");
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (held.has(home)) throw new FolderInUse(folder, process.pid);
  const mine = join(home, `lock.${randomBytes(6).toString("hex")}`);
  writeFileSync(mine, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
  try {
    if (!placed(mine, lock)) {
      takeOver(lock, folder);
      if (!placed(mine, lock)) throw new FolderInUse(folder, holderOf(lock) ?? 0);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  held.add(home);
  return () => {
    if (held.delete(home)) rmSync(lock, { force: true });
  };
}

/** A hard link is made or refused as one step, with its content already in place. */
function placed(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function takeOver(lock: string, folder: string): void {
  const holder = holderOf(lock);
  if (holder !== undefined && isAlive(holder)) throw new FolderInUse(folder, holder);
  const aside = `${lock}.stale-${randomBytes(6).toString("hex")}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  // Between the look and the move another process may have taken over already; then its lock goes back.
  const moved = holderOf(aside);
  if (moved !== holder && moved !== undefined && isAlive(moved)) placed(aside, lock);
  rmSync(aside, { force: true });
}

function holderOf(lock: string): number | undefined {
  try {
    const pid = Number(readFileSync(lock, "utf8").trim());
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
