/** The kitchen's screens. */
export const words = {
  none: "No screen is paired yet.",
  caption: "Paired screens",
  screen: "Screen",
  station: "Station",
  paired: "Paired",
  seen: "Seen",
  showed: "Showed tickets",
  takeBack: (screen: string) => `Take back ${screen}`,
  pair: "Pair a new screen",
  callIt: "What to call it",
  makeCode: "Make a code",
  opensScreen: "Opens the screen with this code",
  onTheScreen: "On the screen, open",
  typeIn: (until: string) => `and type it in, or take a picture of this with it, until ${until}. It works once.`,
};
export type DeviceWords = typeof words;
