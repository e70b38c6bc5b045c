/** The house's places, and how another one is made. */
export const words = {
  title: "Another place",
  about:
    "A place of its own: menu, stations, people, tables and takings. The restaurant has one owner for all of them.",
  needsApp: 'A place is made with an authenticator app; set one up under "My sign-ins" first.',
  new: "New place",
  slug: "Address",
  slugHow: "(what its menu is found under: small letters, digits and hyphens)",
  currency: "Currency",
  currencyHow: "(three letters, such as EUR; it stays)",
  timezone: "Time zone",
  timezoneHow: "(such as Europe/Berlin; it stays)",
  language: "Written to in",
  languages: { en: "English", de: "Deutsch (German)" },
  make: "Make the place",
  made: (name: string) => `${name} is there. It takes no orders until its settings say which.`,
  goThere: (name: string) => `Go to ${name}`,
  refusals: {
    not_the_houses_owner: "Only an owner of each of the places makes another.",
  },
};
export type PlacesWords = typeof words;
