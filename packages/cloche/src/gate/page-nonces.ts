/** The nonce of one answer: the same in its policy and for whoever writes its page. */
import { createNonce } from "../layers/headers/index.js";
import type { Facts } from "./facts.js";
import type { Step } from "./pipeline.js";

const nonces = new WeakMap<Facts, string>();

/** The request's nonce, made when it is first asked for: a refusal that comes before any page carries one too. */
export function nonceOf(facts: Facts): string {
  const known = nonces.get(facts);
  if (known !== undefined) return known;
  const nonce = createNonce();
  nonces.set(facts, nonce);
  return nonce;
}

/** Gives the handler the nonce; only for routes whose cover takes one. */
export const nonceStep: Step = (passage) => {
  passage.nonce = nonceOf(passage.facts);
  return undefined;
};
