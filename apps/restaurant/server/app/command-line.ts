/** What the server can be told on its command line; anything else is refused. */
import { parseArgs } from "node:util";

/** What it was told. */
export interface CommandLine {
  /** Serve TLS with a certificate made on the spot, for trying things out that browsers allow over TLS alone. */
  readonly https: boolean;
  /** Turn the epoch of the live streams after a restore, and end. */
  readonly turnStreamEpoch: boolean;
}

/** Said where the command line is wrong. */
export class UnknownFlag extends Error {
  override readonly name = "UnknownFlag";
}

/**
 * Reads the arguments.
 *
 * @throws UnknownFlag where one is not known
 */
export function commandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { https: { type: "boolean" }, "turn-stream-epoch": { type: "boolean" } },
      strict: true,
    });
    return { https: values.https === true, turnStreamEpoch: values["turn-stream-epoch"] === true };
  } catch {
    throw new UnknownFlag("Known are --https and --turn-stream-epoch; settings come from the environment and .env.");
  }
}
