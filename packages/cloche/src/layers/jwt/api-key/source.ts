/** Tells who is calling from an API key. */
import {
  type Caller,
  type CallerSource,
  equalTextsInConstantTime,
  type Identified,
  type RequestHead,
} from "../../../kernel/index.js";
import { authorization, type Credentials, MALFORMED } from "../authorization.js";
import { credentialAnswers } from "../credential-answers.js";
import { API_KEY_FAULTS, type ApiKeyFaultCode } from "./key-faults.js";
import type { Found, KeyReader } from "./read-keys.js";
import type { ApiKeySettings } from "./settings.js";
import type { ApiKeyRecord } from "./store.js";

/** The source of callers for keys that `reader` finds. */
export function apiKeySource(settings: ApiKeySettings, reader: KeyReader): CallerSource {
  const { texts, name, realm, header } = settings;
  const ours = ["api_key_store_away"] as const;
  const parameters = { realm };
  const answers = credentialAnswers<ApiKeyFaultCode>({ scheme: "ApiKey", parameters, faults: API_KEY_FAULTS, ours });
  const credentials = header === "authorization" ? authorization("apikey") : fromHeader;
  const judge = (found: Found, hash: string): Identified => {
    const fault = faultOf(found, hash, settings.clock.now());
    if (fault !== undefined) return answers.of(fault);
    const record = found as ApiKeyRecord;
    noteUse(record, settings);
    return callerOf(record, name);
  };
  return Object.freeze({
    name,
    ambient: false,
    tellsSignIn: false,
    scheme: Object.freeze({
      type: "apiKey",
      in: "header",
      name: header === "authorization" ? "Authorization" : "X-API-Key",
    }),
    missing: answers.missing,
    identify(head: RequestHead): Identified | Promise<Identified> {
      const text = credentials(head);
      if (text === undefined) return undefined;
      if (text === MALFORMED) return answers.malformed;
      const read = texts.read(text);
      if (read === undefined) return answers.of("api_key_malformed");
      const found = reader.read(read.keyId);
      return found instanceof Promise ? found.then((record) => judge(record, read.hash)) : judge(found, read.hash);
    },
  });
}

function fromHeader(head: RequestHead): Credentials {
  const value = head.header("x-api-key");
  return value !== undefined && head.headerCount("x-api-key") > 1 ? MALFORMED : value;
}

function faultOf(found: Found, hash: string, now: number): ApiKeyFaultCode | undefined {
  if (found === "away") return "api_key_store_away";
  // The secret is judged first: whoever does not have it learns nothing of the key.
  if (found === undefined || !equalTextsInConstantTime(found.hash, hash)) return "api_key_unknown";
  if (found.revokedAt !== undefined) return "api_key_revoked";
  return found.expiresAt !== undefined && now >= found.expiresAt ? "api_key_expired" : undefined;
}

function callerOf({ keyId, owner, roles, scopes, claims }: ApiKeyRecord, via: string): Caller {
  return Object.freeze({ id: owner, roles, scopes, via, claims: Object.freeze({ ...claims, key_id: keyId }) });
}

/** Notes the use coarsely, so that not every request writes. */
function noteUse({ keyId, lastUsedAt }: ApiKeyRecord, { store, clock, usedEvery }: ApiKeySettings): void {
  const now = clock.now();
  if (lastUsedAt !== undefined && now - lastUsedAt < usedEvery) return;
  try {
    // A use that is not noted is no reason to refuse it.
    Promise.resolve(store.touch(keyId, now)).catch(() => {});
  } catch {
    // As above.
  }
}
