/** Guests as they are when nothing hangs on who they are. */

let many = 0;

/**
 * Somebody who can be called, each under a number of their own: one number has three unpaid orders at most.
 *
 * @example app.post("/api/v1/orders", { lines, contact: someone() })
 */
export function someone(name = "Ana"): { readonly name: string; readonly phone: string } {
  many += 1;
  return { name, phone: `+4917${String(many).padStart(9, "0")}` };
}
