/** What is held of a guest, in German. */
import { plural } from "../../../shared/language.js";
import type { GuestWords } from "./en.js";

export const words: GuestWords = {
  appFirst: "Das braucht zuerst eine Authenticator-App: Richten Sie unter „Meine Anmeldungen“ eine ein.",
  title: "Die Daten eines Gastes",
  what: "Die Bestellungen bleiben für die Bücher; Name, Telefon, E-Mail, Adresse und Bemerkungen werden ausgehändigt oder vergessen.",
  who: "Telefon oder E-Mail des Gastes",
  choose: "Wählen",
  handOver: (guest) => `Aushändigen, was über ${guest} vorliegt`,
  handed: (count) =>
    `${count} ${plural("de", count, { one: "Bestellung", other: "Bestellungen" })}, als Datei gespeichert.`,
  forget: (guest) => `${guest} vergessen`,
  forgetSure: "Ja; es gibt kein Zurück",
  forgotten: (count) =>
    `${count} ${plural("de", count, { one: "Bestellung nennt", other: "Bestellungen nennen" })} den Gast nicht mehr.`,
};
