/** Where somebody is signed in, in German. */
import type { SessionWords } from "./en.js";

export const words: SessionWords = {
  caption: "Wo Sie angemeldet sind",
  device: "Gerät",
  since: "Seit",
  used: "Benutzt",
  until: "Bis",
  unknown: "unbekannt",
  thisOne: "(dieses)",
  signOut: (device) => `${device} abmelden`,
  it: "Gerät",
  signOutSure: "Ja, abmelden",
  everywhere: "Überall abmelden",
  everywhereSure: "Ja, auch hier",
  password: {
    title: "Passwort",
    current: "Das bisherige Passwort",
    next: "Das neue",
    least: "(mindestens 12 Zeichen)",
    signsOut: "Sie werden überall abgemeldet und melden sich mit dem neuen an.",
    change: "Ändern",
  },
  app: {
    title: "Authenticator-App",
    isSet: "Eingerichtet: Bei jeder Anmeldung wird nach ihrem Code gefragt.",
    isNotSet: "Nicht eingerichtet: Ein gestohlenes Passwort genügt zur Anmeldung.",
    remove: "Ohne sie auskommen",
    removeSure: "Ja, entfernen",
    set: "Einrichten",
    typeIn: "Geben Sie dies in die App ein und dann den Code, den sie zeigt:",
    code: "Code",
    confirm: "Bestätigen",
    newCodes: "Neue Wiederherstellungscodes",
    newCodesSure: "Ja; die bisherigen enden",
    keepCodes:
      "Bewahren Sie diese dort auf, wo das Telefon nicht ist; jeder gilt einmal, und sie werden nicht noch einmal gezeigt.",
  },
};
