/** The session of a customer on the guests' page: its cookies no script reads, and this page only knows that there is one. */
import type { Profile } from "../../../contracts/index.js";
import { ApiError, type Call, callApi } from "../../shared/api.js";
import { deviceName } from "../../shared/device.js";
import { language } from "../../shared/language.js";
import { authorization } from "../../shared/session.js";
import type { Reach } from "./proof-form.js";

/** Says that this browser has a session, and nothing of whose: without it no page asks for one. */
const MARK = "customer";
/** The access lasts ten minutes; some are left for whatever is sent next. */
const FRESH_MILLISECONDS = 8 * 60_000;

let renewedAt = Number.NEGATIVE_INFINITY;
let renewing: Promise<boolean> | undefined;

/** Whether somebody has signed in on this browser. */
export function hasSession(): boolean {
  return localStorage.getItem(MARK) !== null;
}

function began(): void {
  localStorage.setItem(MARK, "yes");
  renewedAt = performance.now();
}

function ended(): void {
  localStorage.removeItem(MARK);
  renewedAt = Number.NEGATIVE_INFINITY;
}

/** Has a code sent in the page's language, and answers what it is given back with. */
export async function askForCode(to: Reach, slug: string): Promise<string> {
  const body = { ...to, location: slug, language };
  return (await callApi<{ challenge: string }>("/api/v1/auth/customer/otp", { method: "POST", body })).challenge;
}

/** Signs in with the code. */
export async function signInWith(challenge: string, code: string): Promise<void> {
  const body = { challenge, code, device: deviceName(navigator.userAgent) };
  await callApi("/api/v1/auth/customer/otp/verify", { method: "POST", body });
  began();
}

/** Ends the session here and on the server. */
export async function leave(): Promise<void> {
  await callApi("/api/v1/auth/customer/logout", { method: "POST" });
  ended();
}

/** Makes sure that what is sent next is sent as the customer; `false` where nobody is signed in any more. */
export function renewSession(): Promise<boolean> {
  if (!hasSession()) return Promise.resolve(false);
  if (performance.now() - renewedAt < FRESH_MILLISECONDS) return Promise.resolve(true);
  renewing ??= renew().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function renew(): Promise<boolean> {
  try {
    await callApi("/api/v1/auth/customer/refresh", { method: "POST" });
    began();
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.status !== 401) throw error;
    ended();
    return false;
  }
}

/** Calls the API as the customer. */
export async function callAsCustomer<Result>(path: string, call: Call = {}): Promise<Result> {
  await renewSession();
  return callApi<Result>(path, { ...call, headers: { ...call.headers, ...authorization() } });
}

/** Who is signed in; `undefined` where nobody is. */
export async function readProfile(): Promise<Profile | undefined> {
  return (await renewSession()) ? callAsCustomer<Profile>("/api/v1/customer") : undefined;
}

/** Changes the name or the addresses. */
export function changeProfile(body: Partial<Pick<Profile, "name" | "addresses">>): Promise<Profile> {
  return callAsCustomer<Profile>("/api/v1/customer", { method: "PATCH", body });
}

/** Has a code sent to what is to be added to the account, and answers what it is given back with. */
export async function askToAdd(to: Reach, slug: string): Promise<string> {
  const body = { ...to, location: slug, language };
  return (await callAsCustomer<{ challenge: string }>("/api/v1/customer/otp", { method: "POST", body })).challenge;
}

/** Adds it with the code. */
export function addWith(challenge: string, code: string): Promise<Profile> {
  return callAsCustomer<Profile>("/api/v1/customer/otp/verify", { method: "POST", body: { challenge, code } });
}

/** Has everything forgotten. */
export async function eraseProfile(): Promise<void> {
  await callAsCustomer("/api/v1/customer", { method: "DELETE" });
  ended();
}
