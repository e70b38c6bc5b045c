/** Refresh tokens, in the table their store works on. */
import { REFRESH_TABLE_SQL } from "cloche/jwt";
import type { Migration } from "./migration.js";

export const sessions: Migration = { id: 7, name: "sessions", statements: REFRESH_TABLE_SQL };
