/** The kitchen's screens, in German. */
import type { DeviceWords } from "./en.js";

export const words: DeviceWords = {
  none: "Noch ist kein Bildschirm gekoppelt.",
  caption: "Gekoppelte Bildschirme",
  screen: "Bildschirm",
  station: "Station",
  paired: "Gekoppelt",
  seen: "Gesehen",
  showed: "Zeigte Bons",
  takeBack: (screen) => `${screen} entkoppeln`,
  pair: "Neuen Bildschirm koppeln",
  callIt: "Wie er heißen soll",
  makeCode: "Code erzeugen",
  opensScreen: "Öffnet den Bildschirm mit diesem Code",
  onTheScreen: "Öffnen Sie auf dem Bildschirm",
  typeIn: (until) => `und tippen Sie den Code bis ${until} ein, oder nehmen Sie dies mit ihm auf. Er gilt einmal.`,
};
