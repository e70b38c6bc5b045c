/** The office in German: a folder for each area. */
import { words as cameras } from "./cameras/de.js";
import { words as carry } from "./carry/de.js";
import { words as codes } from "./codes/de.js";
import { words as counter } from "./counter/de.js";
import { words as devices } from "./devices/de.js";
import type { OfficeWords } from "./en.js";
import { words as frame } from "./frame/de.js";
import { words as guests } from "./guests/de.js";
import { words as health } from "./health/de.js";
import { words as incidents } from "./incidents/de.js";
import { words as keys } from "./keys/de.js";
import { words as kitchen } from "./kitchen/de.js";
import { words as menu } from "./menu/de.js";
import { words as messages } from "./messages/de.js";
import { words as orders } from "./orders/de.js";
import { words as partnerKeys } from "./partner-keys/de.js";
import { words as payments } from "./payments/de.js";
import { words as places } from "./places/de.js";
import { words as reports } from "./reports/de.js";
import { words as sessions } from "./sessions/de.js";
import { words as settings } from "./settings/de.js";
import { words as shelf } from "./shelf/de.js";
import { words as staff } from "./staff/de.js";
import { words as weekly } from "./weekly/de.js";

export const words: OfficeWords = {
  cameras,
  carry,
  codes,
  counter,
  devices,
  frame,
  guests,
  health,
  incidents,
  keys,
  kitchen,
  menu,
  messages,
  orders,
  partnerKeys,
  payments,
  places,
  reports,
  sessions,
  settings,
  shelf,
  staff,
  weekly,
};
