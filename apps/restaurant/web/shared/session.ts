/**
 * The signed-in session of a page: access and refresh token lie in cookies that no script can read, and each request says
 * with the token of the third cookie that a page of ours sent it.
 */
import { ApiError, type Call, callApi } from "./api.js";
import { deviceName } from "./device.js";
import { saveFile } from "./save-file.js";
import { words } from "./words/index.js";

/** Whether this page has seen that the access cookie is good; a new page renews it first. */
let signedIn = false;
let refreshing: Promise<boolean> | undefined;

/** Signs in; the code of the authenticator app where one is set up. */
export async function signIn(email: string, password: string, code?: string): Promise<void> {
  const device = deviceName(navigator.userAgent);
  const body = { email, password, carry: "cookie", device, ...(code === undefined ? {} : { code }) };
  await callApi("/api/v1/auth/login", { method: "POST", body });
  signedIn = true;
}

/** Ends the session here and on the server. */
export async function signOut(): Promise<void> {
  signedIn = false;
  await callApi("/api/v1/auth/logout", { method: "POST" });
}

/** Gets a fresh access cookie; `false` where the session has ended. One attempt runs at a time. */
export function renew(): Promise<boolean> {
  refreshing ??= callApi("/api/v1/auth/refresh", { method: "POST" })
    .then(
      () => {
        signedIn = true;
        return true;
      },
      (error: unknown) => {
        if (error instanceof ApiError && error.problem.status === 401) return false;
        throw error;
      },
    )
    .finally(() => {
      refreshing = undefined;
    });
  return refreshing;
}

/** The header that proves to the server that a page of ours calls. */
export function authorization(): Readonly<Record<string, string>> {
  const token = /(?:^|; )__Host-csrf=([^;]*)/.exec(document.cookie)?.[1];
  return token === undefined ? {} : { "x-csrf-token": token };
}

/** Calls the API as the signed-in person, renewing the session once where its access has expired. */
export async function callAs<Result>(path: string, call: Call = {}): Promise<Result> {
  const attempt = () => callApi<Result>(path, { ...call, headers: { ...call.headers, ...authorization() } });
  if (!signedIn && !(await renew())) goToSignIn();
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof ApiError) || !isAccessGone(error)) throw error;
    if (!(await renew())) goToSignIn();
    return attempt();
  }
}

/** A sign-in that is too old for one route is no session that has ended. */
function isAccessGone({ problem: { status, code } }: ApiError): boolean {
  return status === 401 && code !== "step_up_required";
}

/** Saves a file as the signed-in person. */
export async function downloadAs(path: string, name: string): Promise<void> {
  saveFile(await callAs<Blob>(path, { reads: "file" }), name);
}

/** Leaves for the sign-in page, to come back here after it. */
export function leaveForSignIn(): void {
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
}

function goToSignIn(): never {
  leaveForSignIn();
  throw new ApiError({ status: 401, code: "session_ended", title: words.refusals.session_ended });
}
