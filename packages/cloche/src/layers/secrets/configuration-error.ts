/** Every mistake of a configuration at once, by name and reason and never with a value. */

/** One mistake. */
export interface ConfigurationProblem {
  /** The setting, or the place a value should have come from. */
  readonly name: string;
  /** What is wrong and what to change. */
  readonly reason: string;
}

/** Thrown at start where settings are missing, unreadable or weak. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly code = "configuration_invalid";
  /** Every mistake, in the order the settings are declared. */
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    super(
      [
        "The configuration does not fit its schema. [configuration_invalid]",
        ...problems.map((problem) => `  ${problem.name}: ${problem.reason}`),
      ].join("\n"),
    );
    this.problems = Object.freeze([...problems]);
  }
}
