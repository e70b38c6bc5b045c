/** What the API reference says around the contracts, in German. */
import type { ReferenceWords } from "./en.js";

export const words: ReferenceWords = {
  title: "API-Referenz",
  reading: "Die Verträge werden gelesen …",
  version: (version) => `Version ${version}. Aus den Verträgen, die der Server durchsetzt; auch als`,
  openApi: "OpenAPI 3.1",
  parameter: (place) => `in: ${place}`,
  required: "nötig",
  body: (type) => `Inhalt (${type})`,
};
