/** How keys of well-known issuers look, so that one that was committed is found without knowing its value. */

/** One shape. */
export interface KeyShape {
  readonly what: string;
  /** With the flag `g`. */
  readonly shape: RegExp;
}

/** Every shape. */
export const KEY_SHAPES: readonly KeyShape[] = Object.freeze([
  {
    what: "A private key",
    shape: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{16}/g,
  },
  { what: "A Stripe live key", shape: /\b[sr]k_live_[A-Za-z0-9]{16,}/g },
  { what: "A Stripe or Standard Webhooks secret", shape: /\bwhsec_[A-Za-z0-9+/]{24,}/g },
  { what: "A Razorpay live key", shape: /\brzp_live_[A-Za-z0-9]{14}/g },
  { what: "An AWS access key", shape: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { what: "A Google API key", shape: /\bAIza[0-9A-Za-z_-]{35}\b/g },
  { what: "A GitHub token", shape: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/g },
  { what: "A GitLab token", shape: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { what: "A Slack token", shape: /\bxox[abeprs]-[A-Za-z0-9-]{20,}/g },
  { what: "A SendGrid key", shape: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g },
  { what: "An npm token", shape: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: "A Vault token", shape: /\bhvs\.[A-Za-z0-9_-]{24,}/g },
]);

/** Names in a committed `.env` file whose values are secrets. */
export const SECRET_NAME =
  /SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE|API_?KEY|SIGNING_KEY|ENCRYPTION_KEY|DATABASE_URL|_DSN$/i;
