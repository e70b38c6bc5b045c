/** What people know a device by in their list of sessions: the browser and the system, as the browser tells them. */
import { words } from "./words/index.js";

/** More telling names first: every Edge says that it is Chrome, and every Chrome that it is Safari. */
const BROWSERS = ["Edg", "Firefox", "Chrome", "Safari"];
const SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"];

/** Such as "Firefox on Windows". */
export function deviceName(userAgent: string): string {
  const nameIn = (names: readonly string[]) => names.find((name) => userAgent.includes(name));
  return words.device(nameIn(BROWSERS)?.replace("Edg", "Edge"), nameIn(SYSTEMS));
}
