/** Every command, by its name. */
import type { Command } from "./command.js";

/** The table the command line looks its words up in. */
export const COMMANDS: readonly Command[] = Object.freeze([]);
