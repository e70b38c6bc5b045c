/** Reads the public address a partner was told to call; never the Host header, which the caller writes. */
import { configFault, revealed, type SecretOr } from "../../kernel/index.js";

/** A public base, cut where Twilio's two ways of writing the port differ. */
export interface PublicBase {
  /** Scheme, credentials and host without a port, and the path the base ends in. */
  readonly withoutPort: string;
  /** The same with the port, the scheme's own where none was written. */
  readonly withPort: string;
}

// The text is kept as written: a URL parser would drop ":443" and lower the host, and the partner signed what it was told.
const BASE = /^(https?:\/\/)((?:[^/?#@\s]*@)?)((?:\[[0-9A-Fa-f:.]+\]|[^/?#@:\s[\]]+))(:\d{1,5})?((?:\/[^?#\s]*)?)$/;

/**
 * Reads an absolute http or https URL without query and fragment; a slash at its end is dropped.
 *
 * @throws ConfigError `option_invalid`
 */
export function publicBase(url: SecretOr<string>, where: string): PublicBase {
  const text: unknown = revealed(url);
  const match = typeof text === "string" ? BASE.exec(text) : null;
  if (match === null) {
    throw configFault("option_invalid", { where, fix: 'Give the public base, such as "https://api.example.com".' });
  }
  const [, scheme = "", credentials = "", host = "", port, path = ""] = match;
  const start = `${scheme}${credentials}${host}`;
  const end = path.replace(/\/+$/, "");
  const ownPort = scheme === "https://" ? ":443" : ":80";
  return { withoutPort: `${start}${end}`, withPort: `${start}${port ?? ownPort}${end}` };
}
