/** What one step of the schema's history is. */

/** A numbered, forward-only step. Once released its text never changes; a correction is a new step. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  /** One or more statements, the same on PGlite and on a PostgreSQL server. */
  readonly statements: string;
}
