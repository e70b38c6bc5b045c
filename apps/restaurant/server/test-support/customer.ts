/** Signs a customer in as their browser does. */
import { codeMaker } from "../customers/index.js";
import type { TestApp } from "./app.js";

/** What a customer's browser carries: its cookies, and that a page of ours sends the request. */
export type CustomerHeaders = { readonly cookie: string; readonly "sec-fetch-site": "same-origin" };

/** The cookies an answer sets, by their names; those it takes back are empty. */
export function cookiesOf(answer: Response): Readonly<Record<string, string>> {
  return Object.fromEntries(
    answer.headers.getSetCookie().map((cookie) => (cookie.split(";")[0] ?? "").split("=", 2) as [string, string]),
  );
}

/** Cookies as a request carries them. */
export function carrying(cookies: Readonly<Record<string, string>>): CustomerHeaders {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return { cookie: cookie.join("; "), "sec-fetch-site": "same-origin" };
}

/**
 * Asks for a code, makes it as the server does, and signs in with it.
 *
 * @example
 * const ana = await signInCustomer(app, "+4915112345678");
 * await fetch(`${app.baseUrl}/api/v1/customer`, { headers: ana });
 */
export async function signInCustomer(app: TestApp, phone: string): Promise<CustomerHeaders> {
  const asked = await app.post("/api/v1/auth/customer/otp", { phone });
  const { challenge } = (await asked.json()) as { readonly challenge: string };
  const code = codeMaker(app.config.trackSecret)(challenge);
  const answer = await app.post("/api/v1/auth/customer/otp/verify", { challenge, code });
  if (answer.status !== 200) throw new Error(`Signing in was answered ${answer.status}.`);
  return carrying(cookiesOf(answer));
}
