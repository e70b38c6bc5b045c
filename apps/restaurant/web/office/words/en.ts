/** The office in English: a folder for each area. */
import { words as cameras } from "./cameras/en.js";
import { words as carry } from "./carry/en.js";
import { words as codes } from "./codes/en.js";
import { words as counter } from "./counter/en.js";
import { words as devices } from "./devices/en.js";
import { words as frame } from "./frame/en.js";
import { words as guests } from "./guests/en.js";
import { words as health } from "./health/en.js";
import { words as incidents } from "./incidents/en.js";
import { words as keys } from "./keys/en.js";
import { words as kitchen } from "./kitchen/en.js";
import { words as menu } from "./menu/en.js";
import { words as messages } from "./messages/en.js";
import { words as orders } from "./orders/en.js";
import { words as partnerKeys } from "./partner-keys/en.js";
import { words as payments } from "./payments/en.js";
import { words as places } from "./places/en.js";
import { words as reports } from "./reports/en.js";
import { words as sessions } from "./sessions/en.js";
import { words as settings } from "./settings/en.js";
import { words as shelf } from "./shelf/en.js";
import { words as staff } from "./staff/en.js";
import { words as weekly } from "./weekly/en.js";

export const words = {
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
export type OfficeWords = typeof words;
