/** Recognises RSA keys whose primes an old smart-card library made guessable (CVE-2017-15361, "ROCA"). */

/** The primes of the published fingerprint. */
const PRIMES = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113,
  127, 131, 137, 139, 149, 151, 157, 163, 167,
] as const;

const GENERATOR = 65_537;

/** What a vulnerable modulus leaves when divided by each prime: powers of the generator and nothing else. */
const REMAINDERS = PRIMES.map((prime) => ({ prime: BigInt(prime), powers: powersModulo(prime) }));

/** Whether the modulus (big-endian, as in a JWK's `n`) has the fingerprint; by chance about once in 2^27 keys or less. */
export function hasRocaFingerprint(modulus: Uint8Array): boolean {
  const n = BigInt(`0x0${Buffer.from(modulus).toString("hex")}`);
  return REMAINDERS.every(({ prime, powers }) => powers.has(Number(n % prime)));
}

function powersModulo(prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * (GENERATOR % prime)) % prime) powers.add(power);
  return powers;
}
