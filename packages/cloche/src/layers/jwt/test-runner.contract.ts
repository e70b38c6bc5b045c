/** What the suites of this layer's stores ask of a test runner. */

/** The two functions of a test runner that are needed; vitest's, jest's and node:test's fit. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}
