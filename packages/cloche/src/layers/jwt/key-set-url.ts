/** Which addresses keys may be fetched from. */
import { invalidOption } from "./config-faults.js";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address, where it is HTTPS without credentials. Plain HTTP is for loopback, and only where it is allowed.
 *
 * @throws ConfigError `option_invalid`
 */
export function keySetUrl(url: string, allowHttp: boolean): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) throw invalidOption("remoteKeySet.url", "Give an absolute https address.");
  if (parsed.username !== "" || parsed.password !== "")
    throw invalidOption("remoteKeySet.url", "Leave credentials out of the address.");
  if (parsed.protocol === "https:") return parsed;
  if (parsed.protocol !== "http:") throw invalidOption("remoteKeySet.url", "Give an https address.");
  if (allowHttp && LOOPBACK.test(parsed.hostname)) return parsed;
  throw invalidOption(
    "remoteKeySet.url",
    "Whoever can alter plain HTTP can exchange the keys; use https (dangerouslyAllowHttp is for loopback).",
  );
}
