/** The signed-in session: the access token lives in this page's memory alone, the refresh token in a cookie it cannot read. */
import { ApiError, type Call, callApi } from "./api.js";

interface Session {
  readonly accessToken: string;
  readonly expiresIn: number;
}

let token: string | undefined;
let refreshing: Promise<boolean> | undefined;

/** Signs in. */
export async function signIn(email: string, password: string): Promise<void> {
  const session = await callApi<Session>("/api/v1/auth/login", { method: "POST", body: { email, password } });
  token = session.accessToken;
}

/** Ends the session here and on the server. */
export async function signOut(): Promise<void> {
  token = undefined;
  await callApi("/api/v1/auth/logout", { method: "POST" });
}

/** Gets a fresh access token with the cookie; `false` where the session has ended. One attempt runs at a time. */
export function renew(): Promise<boolean> {
  refreshing ??= callApi<Session>("/api/v1/auth/refresh", { method: "POST" })
    .then(
      (session) => {
        token = session.accessToken;
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

/** The header that says who calls. */
export function authorization(): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/** Calls the API as the signed-in person, renewing the token once where it has expired. */
export async function callAs<Result>(path: string, call: Call = {}): Promise<Result> {
  const attempt = () => callApi<Result>(path, { ...call, headers: { ...call.headers, ...authorization() } });
  if (token === undefined && !(await renew())) goToSignIn();
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.status !== 401) throw error;
    if (!(await renew())) goToSignIn();
    return attempt();
  }
}

/** Leaves for the sign-in page, to come back here after it. */
export function leaveForSignIn(): void {
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
}

function goToSignIn(): never {
  leaveForSignIn();
  throw new ApiError({ status: 401, code: "session_ended", title: "The session has ended; sign in again." });
}
