/** What a contract suite needs of a test runner. */

/** The two functions of a test runner; those of vitest, jest and node:test fit. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/** Named checks of one thing under test. */
export type Checks<Subject> = Readonly<Record<string, (subject: Subject) => Promise<void>>>;

/** Declares one test for each check, each with a subject of its own. */
export function declareChecks<Subject>(
  { it }: TestRunner,
  checks: Checks<Subject>,
  make: () => Subject | Promise<Subject>,
): void {
  for (const [title, check] of Object.entries(checks)) it(title, async () => check(await make()));
}
