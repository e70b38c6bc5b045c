/** Prices the lines of an order by what is sold; nothing that was sent says a price. */
import type { OrderRefusal } from "../../contracts/index.js";
import { type Choice, type Chosen, chosenOptions } from "./chosen-options.js";
import { type Minor, minor, sum, times } from "./money.js";
import type { SoldItem, SoldOption } from "./offers.store.js";
import { type TaxPart, type TaxRules, taxParts } from "./taxes.js";

/** A line as it is wanted. */
export interface WantedLine {
  /** A variant, or an item, which stands for its first. */
  readonly offerId: string;
  readonly quantity: number;
  readonly options: readonly Choice[];
  readonly instructions?: string | undefined;
}

/** A line with its price. */
export interface PricedLine {
  readonly item: SoldItem;
  readonly quantity: number;
  readonly options: readonly Chosen<SoldOption>[];
  /** The variant with its options, once. */
  readonly unitPrice: Minor;
  readonly total: Minor;
  readonly taxes: readonly TaxPart[];
  readonly note: string | undefined;
  /** The item's and its options' together. */
  readonly allergens: readonly string[];
}

/** Something of which only so many are left, and how many of it are wanted. */
export interface Need {
  readonly kind: "variant" | "option";
  readonly id: string;
  readonly quantity: number;
}

/** What lines are priced by. */
export interface PriceList {
  readonly offers: ReadonlyMap<string, SoldItem>;
  readonly taxes: TaxRules;
}

/** Prices every line, or says why the order cannot be taken. */
export function pricedLines(lines: readonly WantedLine[], list: PriceList): readonly PricedLine[] | OrderRefusal {
  const priced: PricedLine[] = [];
  for (const line of lines) {
    const item = list.offers.get(line.offerId);
    const result = item === undefined ? "item_unavailable" : pricedLine(line, item, list.taxes);
    if (typeof result === "string") return result;
    priced.push(result);
  }
  return priced;
}

function pricedLine(line: WantedLine, item: SoldItem, rules: TaxRules): PricedLine | OrderRefusal {
  const options = chosenOptions(line.options, item);
  if (options === undefined) return "options_invalid";
  const lefts = [item.variant.left, ...options.map(({ option }) => option.left)];
  if (!item.isOnTime || lefts.includes(0)) return "item_unavailable";
  const unit = item.variant.price + options.reduce((total, one) => total + one.option.priceDelta * one.quantity, 0);
  // Options may lower a price, but never below nothing.
  if (unit < 0) return "options_invalid";
  const { quantity } = line;
  const unitPrice = minor(unit);
  const total = times(unitPrice, quantity);
  const allergens = [...new Set([item.allergens, ...options.map(({ option }) => option.allergens)].flat())];
  const note = line.instructions === "" ? undefined : line.instructions;
  return { item, quantity, options, unitPrice, total, taxes: taxParts(total, item.taxes, rules), note, allergens };
}

/** The sum of the lines. */
export function subtotalOf(lines: readonly PricedLine[]): Minor {
  return sum(lines.map(({ total }) => total));
}

/** What must be taken from what is limited, in one fixed order, so that two orders never wait for each other. */
export function needsOf(lines: readonly PricedLine[]): readonly Need[] {
  const needs = new Map<string, Need>();
  const add = (kind: Need["kind"], id: string, quantity: number) => {
    const before = needs.get(`${kind} ${id}`)?.quantity ?? 0;
    needs.set(`${kind} ${id}`, { kind, id, quantity: before + quantity });
  };
  for (const { item, quantity, options } of lines) {
    if (item.variant.left !== undefined) add("variant", item.variant.id, quantity);
    for (const one of options) if (one.option.left !== undefined) add("option", one.option.id, quantity * one.quantity);
  }
  return [...needs.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, need]) => need);
}
