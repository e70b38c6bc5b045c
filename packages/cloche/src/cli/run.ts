/** Finds the command that was asked for and runs it. */
import { type Command, type CommandIo, UsageError } from "./command.js";

/** Runs one command line; gives the exit code. */
export async function runCommandLine(
  commands: readonly Command[],
  words: readonly string[],
  io: CommandIo,
): Promise<number> {
  const [name, ...rest] = words;
  const command = commands.find((one) => one.name === name);
  if (command === undefined) {
    const asked = name === undefined || name === "help" || name === "--help";
    listCommands(commands, asked ? io.out : io.err);
    return asked ? 0 : 2;
  }
  if (rest.includes("--help")) {
    for (const line of [command.summary, ...command.usage]) io.out(line);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    for (const line of [error.message, ...command.usage]) io.err(line);
    return 2;
  }
}

function listCommands(commands: readonly Command[], write: (line: string) => void): void {
  write("cloche COMMAND ...");
  for (const { name, summary } of commands) write(`  ${name.padEnd(10)}${summary}`);
}
