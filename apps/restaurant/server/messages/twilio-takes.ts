/** Asks Twilio whether an account's token is its own. */
import type { Secret } from "cloche";
import { type TwilioOptions, twilioClient } from "./twilio-sender.js";

/** An account and its token. */
export interface TwilioPair extends Pick<TwilioOptions, "accountSid" | "apiUrl"> {
  readonly token: Secret;
}

/** Whether Twilio takes them, and the account is in use; throws where Twilio does not answer. */
export async function twilioTakes({ accountSid, token, apiUrl }: TwilioPair): Promise<boolean> {
  try {
    const { status } = await twilioClient({ accountSid, apiUrl }, token).api.v2010.accounts(accountSid).fetch();
    return status === "active";
  } catch (error) {
    const said = (error as { readonly status?: unknown } | null)?.status;
    if (said === 401 || said === 403 || said === 404) return false;
    throw error;
  }
}
