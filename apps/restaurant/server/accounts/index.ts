/** The door of the accounts: who works here, how they sign in, and what proves it at each request. */
export { ACCESS_COOKIE, ACCESS_SECONDS } from "./access-tokens.js";
export { accountsHandlers } from "./accounts.routes.js";
export type { AccountsParts } from "./accounts.service.js";
export { type Accounts, type AccountsOptions, makeAccounts } from "./make-accounts.js";
export { type Passwords, type PasswordsOptions, passwords } from "./passwords.js";
export { base32, totpCode, totpStep } from "./totp.js";
