/** How the house is, in German. */
import type { HealthWords } from "./en.js";

export const words: HealthWords = {
  worries: {
    events_dead:
      "Ereignisse von Partnern wurden aufgegeben: Sehen Sie sie unten an, beheben Sie, was im Weg stand, und lassen Sie sie noch einmal bearbeiten.",
    inbox_behind:
      "Ereignisse von Partnern warten länger, als sie sollten: Ist der Server überlastet oder die Datenbank langsam?",
    tickets_unseen:
      "In der Küche sind Bons, die kein Bildschirm gezeigt hat: Sehen Sie nach den Bildschirmen und rufen Sie die Stationen an.",
    screens_silent: "Ein Bildschirm der Küche ist nicht zu hören: Ist er an und im Netz?",
    reconciler_behind: "Nach offenen Zahlungen wurde nicht gefragt: Antwortet der Zahlungspartner?",
    messages_dead: "SMS oder Anrufe wurden aufgegeben: Prüfen Sie Nummer, Land und Tagesbudget.",
    sms_spent:
      "Das heutige Budget für SMS ist aufgebraucht: Gäste bekommen bis Mitternacht keine SMS, oder bis es erhöht wird.",
  },
  allWell: (since) => `Alles ist gut, Stand ${since}.`,
  eventsWaiting: "Wartende Ereignisse",
  eventsDead: "Aufgegebene Ereignisse",
  messagesWaiting: "Wartende Nachrichten",
  messagesDead: "Aufgegebene Nachrichten",
  textsToday: "SMS und Anrufe heute",
  ofBudget: (most) => `von ${most}`,
  ticketsUnseen: "Bons, die niemand gesehen hat",
  paymentsAsked: "Nach Zahlungen gefragt",
  noneOpen: "keine offen",
  oldest: (since) => `das älteste ${since}`,
  partners: "Partner",
  partnersHeard: "Wann jeder Partner zuletzt zu hören war",
  partner: "Partner",
  lastEvent: "Letztes Ereignis",
  screens: "Küchenbildschirme",
  noScreens: "Keiner ist gekoppelt.",
  screensHeard: "Wann jeder Bildschirm zuletzt zu hören war",
  screen: "Bildschirm",
  station: "Station",
  seen: "Gesehen",
  showed: "Zeigte Bons",
  deadCaption: "Ereignisse von Partnern, die aufgegeben wurden",
  event: "Ereignis",
  came: "Kam",
  tried: "Versucht",
  times: (count) => `${count}-mal`,
  why: "Warum",
  workAgain: "Noch einmal bearbeiten",
};
