/** What the API reference says around the contracts, which are written in English alone. */

export const words = {
  title: "API reference",
  reading: "Reading the contracts...",
  version: (version: string) => `Version ${version}. Made from the contracts the server enforces; also as`,
  openApi: "OpenAPI 3.1",
  parameter: (place: string) => `in ${place}`,
  required: "required",
  body: (type: string) => `Body (${type})`,
};

export type ReferenceWords = typeof words;
