/** Sends an order once, however often its button is pressed and whatever becomes of the answer. */
import type { OrderSlip, PlacedOrder } from "../../contracts/index.js";
import { ApiError, callApi } from "../shared/api.js";
import { language } from "../shared/language.js";
import { digestOf, keepAttempt, keptAttempt } from "./kept.js";

/** What is ordered. */
export interface Sending {
  /** Where. */
  readonly slug: string;
  readonly quoteId: string;
  /** What the quote is for, to know the same order again. */
  readonly basket: unknown;
  readonly said: Omit<OrderSlip, "quoteId">;
}

/** Sends it; an attempt with the same words whose end is not known is sent again as it was. */
export async function sendOrder({ slug, quoteId, basket, said }: Sending): Promise<PlacedOrder> {
  const digest = await digestOf([basket, said]);
  const before = keptAttempt(slug);
  const attempt = before?.digest === digest ? before : { digest, key: crypto.randomUUID(), quoteId };
  keepAttempt(slug, attempt);
  const headers = { "idempotency-key": attempt.key };
  const body = { quoteId: attempt.quoteId, language, ...said };
  try {
    const placed = await callApi<PlacedOrder>("/api/v1/orders", { method: "POST", body, headers });
    keepAttempt(slug, undefined);
    return placed;
  } catch (error) {
    // A refusal is an end; a lost answer is none.
    if (error instanceof ApiError && isEnd(error)) keepAttempt(slug, undefined);
    throw error;
  }
}

function isEnd({ problem: { status, code } }: ApiError): boolean {
  return status >= 400 && status < 500 && status !== 429 && code !== "idempotency_running";
}
