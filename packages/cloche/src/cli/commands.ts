/** Every command, by its name. */
import type { Command } from "./command.js";
import { ALERTS } from "./commands/alerts.js";
import { DOCTOR } from "./commands/doctor.js";
import { KEYS } from "./commands/keys.js";
import { NEXT } from "./commands/next.js";
import { POSTURE } from "./commands/posture.js";
import { WEBHOOK } from "./commands/webhook.js";

/** The table the command line looks its words up in. */
export const COMMANDS: readonly Command[] = Object.freeze([ALERTS, DOCTOR, KEYS, NEXT, POSTURE, WEBHOOK]);
