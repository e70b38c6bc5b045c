/** What a command of the command line is. */

/** Where a command reads from and writes to; nothing else of the process reaches it. */
export interface CommandIo {
  /** The working folder. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes a line of the result. */
  readonly out: (line: string) => void;
  /** Writes a line about what went wrong or needs attention. */
  readonly err: (line: string) => void;
}

/** One command: `cloche NAME ...`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** How it is called, one line per form. */
  readonly usage: readonly string[];
  /** Runs it; the number is the exit code: 0 well, 1 a defect was found, 2 it was called wrongly. */
  readonly run: (words: readonly string[], io: CommandIo) => number | Promise<number>;
}

/** Thrown where a command was called wrongly; told with the command's usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
