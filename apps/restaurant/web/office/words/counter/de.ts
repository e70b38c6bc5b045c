/** Taking an order at the counter, in German. */
import type { CounterWords } from "./en.js";

export const words: CounterWords = {
  slip: "Bestellzettel",
  newOrder: "Neue Bestellung",
  addedDishes: "Weitere Gerichte",
  total: "Summe",
  newInstead: "Stattdessen eine neue Bestellung",
  take: "Bestellung aufnehmen",
  addTo: "Zur Bestellung hinzufügen",
  kind: "Art",
  kinds: { pickup: "Abholung", dine_in: "Am Tisch", delivery: "Lieferung" },
  channel: "Wie sie kam",
  channels: { staff: "an der Theke", phone: "am Telefon" },
  street: "Straße und Hausnummer",
  postcode: "Postleitzahl",
  city: "Ort",
  name: "Name",
  phone: "Telefon",
  allergies: "Allergien",
  keepOpen: "Offen lassen; die Küche bekommt sie erst, wenn sie abgeschickt wird",
  note: "Bemerkung",
  categories: "Kategorien",
  all: "Alle",
  choose: (dish) => `${dish} wählen`,
  notNow: "zurzeit nicht",
  dishNotNow: (dish) => `${dish}: zurzeit nicht`,
};
