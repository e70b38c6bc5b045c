/** Carrying a menu to another place. */
import { plural } from "../../../shared/language.js";

const count = (number: number, one: string, other: string) => `${number} ${plural("en", number, { one, other })}`;

export const words = {
  out: "Out",
  outAbout: "The whole menu as a file, for another place: without pictures, stations and what is sold out.",
  save: "Save the menu as a file",
  in: "In",
  inAbout: "Adds what this place has not by its name. Nothing is changed, and nothing is deleted.",
  file: "A menu from a file",
  otherCurrency: "Take prices of another currency as they stand",
  noMenu: "This file is no menu.",
  preview: "What it would add",
  nothing: "Nothing: this place has all of it.",
  categories: (number: number) => count(number, "category", "categories"),
  dishes: (number: number) => count(number, "dish", "dishes"),
  groups: (number: number) => count(number, "group of options", "groups of options"),
  taxes: (number: number) => count(number, "tax", "taxes"),
  left: (dishes: string) => `It leaves ${dishes} as they are here.`,
  dishesOf: (category: string, dishes: string) => `${category}: ${dishes}`,
  otherTaxes: (taxes: string) => `These taxes stay this place's own: ${taxes}.`,
  otherTaxInclusion:
    "Prices hold the tax at one of the two places, and not at the other. Look at each price afterwards.",
  add: "Add it",
  added: (dishes: string) => `Added: ${dishes}. Those without a station are marked.`,
  refusals: {
    validation_failed: "This file is no menu that can be read here.",
  },
};
export type CarryWords = typeof words;
