#!/usr/bin/env node
/** The command line: `npx cloche ...`. */
import { COMMANDS } from "./commands.js";
import { runCommandLine } from "./run.js";

process.exitCode = await runCommandLine(COMMANDS, process.argv.slice(2), {
  folder: process.cwd(),
  environment: process.env,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
});
