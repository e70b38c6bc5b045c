/** Die Standorte des Hauses, und wie ein weiterer angelegt wird. */
import type { PlacesWords } from "./en.js";

export const words: PlacesWords = {
  title: "Weiterer Standort",
  about:
    "Ein Standort für sich: mit eigener Karte, eigenen Stationen, Leuten, Tischen und Einnahmen. Die Inhaberin oder der Inhaber bleibt für alle dieselbe Person.",
  needsApp:
    "Ein Standort wird mit einer Authenticator-App angelegt; richten Sie sie zuerst unter „Meine Anmeldungen“ ein.",
  new: "Neuer Standort",
  slug: "Adresse",
  slugHow: "(unter der die Karte zu finden ist: Kleinbuchstaben, Ziffern und Bindestriche)",
  currency: "Währung",
  currencyHow: "(drei Buchstaben, etwa EUR; sie bleibt)",
  timezone: "Zeitzone",
  timezoneHow: "(etwa Europe/Berlin; sie bleibt)",
  language: "Angeschrieben wird auf",
  languages: { en: "Englisch", de: "Deutsch" },
  make: "Standort anlegen",
  made: (name) => `${name} ist angelegt. Bestellungen werden erst angenommen, wenn die Einstellungen sagen, welche.`,
  goThere: (name) => `Zu ${name} wechseln`,
  refusals: {
    not_the_houses_owner: "Einen weiteren Standort legt nur an, wem alle Standorte gehören.",
  },
};
