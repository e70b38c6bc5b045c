/** `cloche keys`: makes secrets and key pairs; what is private goes to the terminal or into a file of its owner's. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Command, type CommandIo, UsageError } from "../command.js";
import { isKeyKind, KEY_KINDS, type KeyKind, type Made, made } from "./keys/make.js";

const OWNER_ONLY = 0o600;
const OPTIONS = {
  bytes: { type: "string" },
  algorithm: { type: "string" },
  kid: { type: "string" },
  out: { type: "string" },
  jwk: { type: "boolean" },
  jwks: { type: "boolean" },
} as const;

/** The command. */
export const KEYS: Command = Object.freeze({
  name: "keys",
  summary: "Makes secrets, key pairs and JWK Sets.",
  usage: [
    "cloche keys secret [--bytes 32] [--out FILE]",
    "cloche keys hmac [--algorithm HS256|HS384|HS512] [--kid ID] [--jwk] [--out FILE]",
    "cloche keys ec [--algorithm ES256|ES384|ES512] [--kid ID] [--jwk] [--out FILE [--jwks]]",
    "cloche keys rsa [--algorithm RS256|...|PS512] [--kid ID] [--jwk] [--out FILE [--jwks]]",
    "cloche keys ed25519 [--kid ID] [--jwk] [--out FILE [--jwks]]",
    "    --out   writes the private part into a new file only its owner reads, and shows the public part",
    "    --jwk   the private part as a JWK instead of PEM; a key id belongs to this form and to --jwks",
    "    --jwks  the public part as a JWK Set instead of PEM",
  ],
  run: (words: readonly string[], io: CommandIo) => {
    const { kind, values } = read(words);
    if (values.jwks === true && values.out === undefined) throw new UsageError("--jwks needs --out FILE.");
    const result = made(kind, { ...values, jwk: values.jwk === true });
    return tell(result, { out: values.out, jwks: values.jwks === true, io });
  },
});

type Values = ReturnType<typeof parsed>["values"];

function read(words: readonly string[]): { kind: KeyKind; values: Values } {
  const { positionals, values } = parsed(words);
  const [kind = "", ...others] = positionals;
  if (!isKeyKind(kind) || others.length > 0) throw new UsageError(`Name one of: ${Object.keys(KEY_KINDS).join(", ")}.`);
  return { kind, values };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true });
  } catch {
    // The parser's message repeats the word, and a word may be a secret that was put in the wrong place.
    throw new UsageError("A word is not known here, or lacks its value.");
  }
}

interface Telling {
  readonly out: string | undefined;
  readonly jwks: boolean;
  readonly io: CommandIo;
}

function tell(result: Made, { out, jwks, io }: Telling): number {
  if (out === undefined) {
    io.out(result.private);
    return 0;
  }
  if (!wrote(resolve(io.folder, out), `${result.private}\n`)) {
    io.err(`${out} could not be made. It may be there already; nothing is ever overwritten.`);
    return 1;
  }
  if (result.public !== undefined) io.out(jwks ? result.public.jwks : result.public.pem);
  else io.out(`${out} is made.`);
  return 0;
}

function wrote(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx", mode: OWNER_ONLY });
    return true;
  } catch {
    return false;
  }
}
