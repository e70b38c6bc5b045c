/** What outlives a reload in this tab: the cart, and the order that was being sent. Nothing personal is kept. */
import type { Menu } from "../../contracts/index.js";
import type { CartLine } from "./cart.js";

const CART = "cart";
const ATTEMPT = "attempt";

type KeptLine = Omit<CartLine, "item"> & { readonly itemId: string };

/** Keeps the cart. */
export function keepCart(lines: readonly CartLine[]): void {
  const kept: readonly KeptLine[] = lines.map(({ item, ...line }) => ({ ...line, itemId: item.id }));
  sessionStorage.setItem(CART, JSON.stringify(kept));
}

/** The cart as it was, as far as the menu still has its dishes. */
export function keptCart({ items }: Menu): readonly CartLine[] {
  return read<readonly KeptLine[]>(CART, []).flatMap(({ itemId, ...line }) => {
    const item = items.find(({ id }) => id === itemId);
    return item === undefined ? [] : [{ ...line, item }];
  });
}

/**
 * An order on its way: the digest of what it says, and what it is sent with. While no answer has come, the same order is
 * sent with the same key and quote, after a reload too, so that it is taken once.
 */
export interface Attempt {
  readonly digest: string;
  readonly key: string;
  readonly quoteId: string;
}

/** Keeps an attempt until it is known what became of it. */
export function keepAttempt(attempt: Attempt | undefined): void {
  if (attempt === undefined) sessionStorage.removeItem(ATTEMPT);
  else sessionStorage.setItem(ATTEMPT, JSON.stringify(attempt));
}

/** The attempt whose end is not known. */
export function keptAttempt(): Attempt | undefined {
  return read<Attempt | undefined>(ATTEMPT, undefined);
}

/** SHA-256 of what an order says; the words themselves are not kept. */
export async function digestOf(said: unknown): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(said)));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read<Kept>(name: string, nothing: Kept): Kept {
  try {
    const text = sessionStorage.getItem(name);
    return text === null ? nothing : (JSON.parse(text) as Kept);
  } catch {
    return nothing;
  }
}
