/** Lets kysely drive a PostgreSQL server with statements that are prepared once per connection and sent without waiting. */
import { createHash } from "node:crypto";
import type { PostgresPool, PostgresPoolClient } from "kysely";
import { Pool, type PoolConfig } from "pg";

/** How often a text must come before it is prepared; one that comes once would only take room. */
const OFTEN = 3;
/** How many texts a connection keeps prepared at most. Lists of every length make texts of their own. */
const MOST_PREPARED = 400;
const MOST_COUNTED = 2000;

/**
 * A pool whose connections take what a transaction asks for at once in one go (`Promise.all`), in that order, and parse
 * and plan each text that comes often only once.
 */
export function serverPool(options: PoolConfig, onLost: () => void): PostgresPool {
  const pool = new Pool({ ...options, pipeline: true });
  // Without a listener the loss of a connection would end the process. The pool hears of an idle one alone; one that is cut
  // between two statements of a transaction tells only whoever listens to itself, and the next statement fails.
  pool.on("error", onLost);
  pool.on("connect", (client) => client.on("error", onLost));
  const nameOf = statementNames();
  return {
    async connect() {
      const client = await pool.connect();
      let begun: Promise<unknown> | undefined;
      const query = async (text: string, values: readonly unknown[]) => {
        if (text === "begin") {
          // Sent now, awaited with the first statement, which need not wait for its answer.
          begun = client.query(text);
          begun.catch(() => {});
          return BEGUN;
        }
        const name = nameOf(text);
        const answer = client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
        if (begun === undefined) return answer;
        const results = await Promise.all([begun, answer]);
        begun = undefined;
        return results[1];
      };
      return { query, release: () => client.release() } as unknown as PostgresPoolClient;
    },
    end: () => pool.end(),
  };
}

const BEGUN = Object.freeze({ command: "BEGIN", rowCount: null, rows: [] });

/** The name under which a text is prepared, once it has come often. */
export function statementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined || names.size >= MOST_PREPARED || !isPrepared(text)) return name;
    const count = (counts.get(text) ?? 0) + 1;
    if (count < OFTEN) {
      if (counts.size >= MOST_COUNTED) counts.clear();
      counts.set(text, count);
      return undefined;
    }
    counts.delete(text);
    const made = createHash("sha256").update(text).digest("base64url");
    names.set(text, made);
    return made;
  };
}

/** What `*` stands for changes when a newer process brings the schema along, and PostgreSQL then refuses the old plan. */
function isPrepared(text: string): boolean {
  return (
    /^\s*(?:select|with|insert|update|delete)\b/i.test(text) && !/(?:select|returning)\s+(?:"\w+"\.)?\*/i.test(text)
  );
}
