/** Reads the secrets this layer makes HMACs with, newest first, and refuses one that could be guessed. */
import { revealed, type SecretOr } from "../../kernel/index.js";
import { weakSecret } from "./config-faults.js";
import { weakness } from "./weak-secrets.js";

const SECRET_BYTES = 32;

/**
 * The bytes of one or several secrets.
 *
 * @throws ConfigError `secret_weak`
 */
export function strongSecrets(
  given: SecretOr<string> | readonly SecretOr<string>[],
  where: string,
): readonly [Buffer, ...Buffer[]] {
  const secrets = (Array.isArray(given) ? given : [given]).map((secret: SecretOr<string>) => {
    const value: unknown = revealed(secret);
    const bytes = Buffer.from(typeof value === "string" ? value : "", "utf8");
    const weak = weakness(bytes, SECRET_BYTES);
    if (weak !== undefined) throw weakSecret(where, weak, SECRET_BYTES);
    return bytes;
  });
  const [newest, ...older] = secrets;
  if (newest === undefined) throw weakSecret(where, "Give at least one secret.", SECRET_BYTES);
  return [newest, ...older];
}
