/** Who works at the place, in German. */
import type { StaffWords } from "./en.js";

export const words: StaffWords = {
  caption: "Wer hier arbeitet",
  email: "E-Mail",
  role: "Rolle",
  stations: "Stationen",
  app: "App",
  appSet: "eingerichtet",
  you: "Sie",
  stationsOfChef: "Stationen in der Küche",
  handOver: (name) =>
    `Geben Sie dies an ${name}; es wird nicht noch einmal gezeigt und ist unter „Meine Anmeldungen“ zu ändern:`,
  done: "Fertig",
  change: (name) => `${name} ändern`,
  newPassword: "Neues Passwort",
  newPasswordSure: (name) => `Ja, für ${name}`,
  signOut: "Abmelden",
  signOutSure: (name) => `Ja, ${name} überall`,
  appLost: "App verloren",
  appLostSure: (name) => `Ja, die App von ${name} entfernen`,
  letGo: (name) => `${name} ausscheiden lassen`,
  takeOn: "Jemanden einstellen",
  takeThemOn: "Einstellen",
  roleSignsOut: "Mit einer anderen Rolle wird die Person überall abgemeldet.",
};
