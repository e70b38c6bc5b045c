/** The keys of programs that act for the place, in German. */
import type { KeyWords } from "./en.js";

export const words: KeyWords = {
  appFirst: "Schlüssel brauchen zuerst eine Authenticator-App: Richten Sie unter „Meine Anmeldungen“ eine ein.",
  copyNow: (until) => `Kopieren Sie ihn jetzt; er wird nicht noch einmal gezeigt. Er gilt bis ${until}.`,
  haveIt: "Ich habe ihn",
  caption: "Schlüssel",
  key: "Schlüssel",
  may: "Darf",
  made: "Erzeugt",
  used: "Benutzt",
  until: "Bis",
  revoked: "widerrufen",
  renew: (key) => `${key} erneuern`,
  renewSure: "Ja; der alte endet in einem Tag",
  revoke: (key) => `${key} widerrufen`,
  make: "Schlüssel erzeugen",
  whatFor: "Wofür er ist",
  whatMay: "Was er darf",
  days: "Für wie viele Tage",
  makeIt: "Erzeugen",
};
