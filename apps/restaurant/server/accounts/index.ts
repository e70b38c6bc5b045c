/** The door of the accounts: who works here, and how they sign in. */
export { ACCESS_SECONDS, type AccessTokensOptions, accessTokens } from "./access-tokens.js";
export { accountsHandlers } from "./accounts.routes.js";
export { type AccountsParts, normalEmail } from "./accounts.service.js";
export { type Passwords, type PasswordsOptions, passwords } from "./passwords.js";
export { type SessionsOptions, staffSessions } from "./sessions.js";
