/** Whom this screen calls as: a paired screen by its cookie, or the person who signed in. */
import { ApiError, type Call, callApi } from "../shared/api.js";
import { authorization, callAs, renew } from "../shared/session.js";

/** A mark, no credential: that stands in a cookie which no script can read. */
const MARK = "kitchen-screen";
const PAIRED = "paired";

/** Whether this browser was paired. */
export function isPaired(): boolean {
  return localStorage.getItem(MARK) === PAIRED;
}

/** Remembers whether it is. */
export function markPaired(paired: boolean): void {
  if (paired) localStorage.setItem(MARK, PAIRED);
  else localStorage.removeItem(MARK);
}

/** Pairs this browser with a station by the code the office shows. */
export async function pair(code: string): Promise<void> {
  await callApi("/api/v1/devices/pair", { method: "POST", body: { code: code.trim().toUpperCase() } });
  markPaired(true);
}

/** Calls the API as whoever this screen is. */
export function callKitchen<Result>(path: string, call: Call = {}): Promise<Result> {
  return isPaired() ? callApi<Result>(path, call) : callAs<Result>(path, call);
}

/** Opens a stream as whoever this screen is. */
export async function openStream(path: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(path, { headers: isPaired() ? {} : authorization(), signal });
  if (response.status === 401 && !isPaired()) await renew();
  return response;
}

/** Whether the answer says that this screen is not paired any more, or that this person works in no kitchen here. */
export function isShutOut(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === (isPaired() ? 401 : 403);
}
