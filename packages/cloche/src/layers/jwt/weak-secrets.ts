/** Tells a secret that anyone could guess: placeholders out of tutorials, repeated words, counted-up bytes. */

/** Words that documentation and templates put where a secret belongs, with letters and digits only. */
const PLACEHOLDERS: readonly string[] = [
  "changeme",
  "changethis",
  "replaceme",
  "replacethis",
  "yoursecret",
  "yoursupersecret",
  "yourjwt",
  "your256",
  "your512",
  "yourkey",
  "mysecret",
  "mysupersecret",
  "supersecret",
  "verysecret",
  "topsecret",
  "secretkey",
  "jwtsecret",
  "tokensecret",
  "asecretat",
  "astringsecret",
  "secretat",
  "placeholder",
  "donotuse",
  "notasecret",
  "insecure",
  "password",
  "passphrase",
  "qwerty",
  "keyboardcat",
  "abcdefghijkl",
  "123456789012",
  "generatea",
  "todo",
];

/** The least different bytes a secret must have; 16 random bytes have fewer than 8 about once in ten thousand million. */
const LEAST_VARIETY = 8;

/** Why `secret` is weak, as advice that does not show it; `undefined` where nothing speaks against it. */
export function weakness(secret: Uint8Array, leastBytes: number): string | undefined {
  if (secret.length < leastBytes) return `It needs at least ${leastBytes} bytes.`;
  if (new Set(secret).size < LEAST_VARIETY) return "It is made of too few different characters.";
  if (repeats(secret, leastBytes)) return "It repeats a shorter secret.";
  if (isCounting(secret)) return "It only counts up or down.";
  const plain = Buffer.from(secret)
    .toString("latin1")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
  return PLACEHOLDERS.some((word) => plain.includes(word)) ? "It contains a well-known placeholder." : undefined;
}

/** Whether the whole is a beginning shorter than `leastBytes`, written twice or more (Knuth, Morris and Pratt). */
function repeats(bytes: Uint8Array, leastBytes: number): boolean {
  const borders = new Uint32Array(bytes.length);
  let border = 0;
  for (let index = 1; index < bytes.length; index += 1) {
    while (border > 0 && bytes[index] !== bytes[border]) border = borders[border - 1] ?? 0;
    if (bytes[index] === bytes[border]) border += 1;
    borders[index] = border;
  }
  const period = bytes.length - border;
  return period < leastBytes && period * 2 <= bytes.length;
}

function isCounting(bytes: Uint8Array): boolean {
  const step = (bytes[1] ?? 0) - (bytes[0] ?? 0);
  return bytes.every((byte, index) => index === 0 || ((byte - (bytes[index - 1] ?? 0) - step) & 0xff) === 0);
}
