/** Surfaces what Amazon SNS wants confirmed, with an address that is certainly Amazon's. */
import { asObject, member } from "../body-json.js";
import { fetchText } from "../certificates/fetch-text.js";

/** A subscription that waits for its confirmation. */
export interface SnsConfirmation {
  readonly topicArn: string;
  /** Calling it confirms. */
  readonly confirmUrl: string;
}

const HOST = /^https:\/\/sns\.[a-z]{2,3}(?:-[a-z]{2,12}){1,3}-\d\.amazonaws\.com(?:\.cn)?\/\?[\x21-\x7e]{1,1900}$/;
const BOUNDS = { timeout: 10_000, maxBytes: 64 * 1024 };

/**
 * The confirmation that a verified payload asks for; `undefined` for anything else, also where the address is not
 * Amazon's or would do something other than confirm this topic.
 *
 * An `UnsubscribeConfirmation` is not answered: confirming it would subscribe again.
 *
 * @param payload `signedFields` of a delivery that `awsSns` verified.
 */
export function snsConfirmation(payload: unknown): SnsConfirmation | undefined {
  const message = asObject(payload);
  if (member(message, "Type") !== "SubscriptionConfirmation") return undefined;
  const [url, topicArn, token] = ["SubscribeURL", "TopicArn", "Token"].map((name) => member(message, name));
  if (typeof url !== "string" || typeof topicArn !== "string" || typeof token !== "string") return undefined;
  if (!HOST.test(url)) return undefined;
  const { searchParams } = new URL(url);
  const wanted = { Action: "ConfirmSubscription", TopicArn: topicArn, Token: token };
  const fits = Object.entries(wanted).every(([name, value]) => {
    const values = searchParams.getAll(name);
    return values.length === 1 && values[0] === value;
  });
  return fits ? { topicArn, confirmUrl: url } : undefined;
}

/**
 * Confirms a subscription by calling its address once.
 *
 * @returns whether Amazon answered with success
 */
export async function confirmSnsSubscription({ confirmUrl }: SnsConfirmation): Promise<boolean> {
  return HOST.test(confirmUrl) && (await fetchText(confirmUrl, BOUNDS)) !== undefined;
}
