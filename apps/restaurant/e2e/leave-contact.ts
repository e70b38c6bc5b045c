/** Says at the checkout who orders, and how they are reached. */
import type { Locator } from "playwright-core";
import { someone } from "./visitor.js";

/** Fills both in, in whichever language the page is. */
export async function leaveContact(cart: Locator, name: string, phone = someone().phone): Promise<void> {
  await cart.getByLabel("Name", { exact: true }).fill(name);
  await cart.getByLabel(/^(?:Phone|Telefon)/).fill(phone);
}
