/** Which names of fields stand for something that must not be written down. */

/** Names that say it all; compared in lower case without anything but letters and digits. */
const WHOLE: ReadonlySet<string> = new Set([
  "auth",
  "card",
  "cvc",
  "cvv",
  "dob",
  "iban",
  "jwt",
  "mail",
  "otp",
  "pan",
  "pass",
  "pin",
  "pw",
  "pwd",
  "sid",
  "sig",
  "ssn",
  "tel",
]);

/** Pieces that make any name sensitive, such as `customerEmail` and `x-hub-signature-256`. */
const PARTS: readonly string[] = [
  "accesskey",
  "accountnumber",
  "apikey",
  "authorization",
  "bearer",
  "cardholder",
  "cardnumber",
  "cookie",
  "credential",
  "creditcard",
  "csrf",
  "dateofbirth",
  "email",
  "encryptionkey",
  "mobilenumber",
  "onetimecode",
  "passcode",
  "passphrase",
  "passwd",
  "password",
  "phone",
  "privatekey",
  "recoverycode",
  "secret",
  "securitycode",
  "sessionid",
  "signature",
  "signingkey",
  "token",
  "verificationcode",
  "whatsapp",
];

const MAX_REMEMBERED = 2000;

/** Tells whether a field's name is sensitive, however it is spelt. */
export function sensitiveKeys(more: readonly string[] = []): (key: string) => boolean {
  const whole = new Set([...WHOLE, ...more.map(plainKey)]);
  const remembered = new Map<string, boolean>();
  return (key) => {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const plain = plainKey(key);
    const sensitive = whole.has(plain) || PARTS.some((part) => plain.includes(part));
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, sensitive);
    return sensitive;
  };
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, "");
}
