/** Every reason an API key can be turned away for; logs hear it, the caller never does. */
import { table } from "../../../kernel/index.js";

/** Each fault of a key by its stable code, in one sentence. */
export const API_KEY_FAULTS = table({
  api_key_malformed: "The text does not have the form, the prefix or the checksum of a key.",
  api_key_unknown: "There is no such key.",
  api_key_expired: "The key has expired, or was rotated and its overlap is over.",
  api_key_revoked: "The key was revoked.",
  api_key_store_away: "The store of the keys could not be asked.",
});

/** The stable code of a key's fault. */
export type ApiKeyFaultCode = keyof typeof API_KEY_FAULTS;
