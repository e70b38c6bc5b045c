/** What outlives a reload in this tab: the cart, and the order that was being sent. Nothing personal is kept. */
import type { Menu } from "../../contracts/index.js";
import type { CartLine } from "./cart.js";

/** Each place has its own: what is chosen at one is nothing to another. */
const cartAt = (slug: string) => `cart ${slug}`;
const attemptAt = (slug: string) => `attempt ${slug}`;

type KeptLine = Omit<CartLine, "item"> & { readonly itemId: string };

/** Keeps the cart of a place. */
export function keepCart(slug: string, lines: readonly CartLine[]): void {
  const kept: readonly KeptLine[] = lines.map(({ item, ...line }) => ({ ...line, itemId: item.id }));
  sessionStorage.setItem(cartAt(slug), JSON.stringify(kept));
}

/** The cart as it was, as far as the menu still has its dishes. */
export function keptCart({ items, restaurant }: Menu): readonly CartLine[] {
  return read<readonly KeptLine[]>(cartAt(restaurant.slug), []).flatMap(({ itemId, ...line }) => {
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
export function keepAttempt(slug: string, attempt: Attempt | undefined): void {
  if (attempt === undefined) sessionStorage.removeItem(attemptAt(slug));
  else sessionStorage.setItem(attemptAt(slug), JSON.stringify(attempt));
}

/** The attempt whose end is not known. */
export function keptAttempt(slug: string): Attempt | undefined {
  return read<Attempt | undefined>(attemptAt(slug), undefined);
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
