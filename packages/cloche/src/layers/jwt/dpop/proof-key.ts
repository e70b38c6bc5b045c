/** The key that a proof carries in its header: public, fitting its algorithm, and read once per client. */
import type { JsonWebKey } from "node:crypto";
import type { AlgorithmName } from "../algorithms.js";
import { type BoundedMap, boundedMap } from "../bounded-map.js";
import type { TokenHeader } from "../compact.js";
import { mediaType } from "../issuer-rules.js";
import type { VerificationKey } from "../keys.js";
import { fromJwk, verificationKey } from "../public-key.js";
import { type DpopFault, dpopFault } from "./proof-faults.js";

/** How many clients' keys are kept ready. */
const READY_KEYS = 2048;

/** Reads the key of a proof's header, or says what is wrong with the header. */
export interface ProofKeys {
  read(encodedHeader: string, header: TokenHeader): VerificationKey | DpopFault;
  /** Keeps the key of a proof that verified ready for the client's next one. */
  keep(encodedHeader: string, key: VerificationKey): void;
}

/** A reader of headers whose algorithm is in `algorithms`. */
export function proofKeys(algorithms: ReadonlySet<string>): ProofKeys {
  const ready: BoundedMap<VerificationKey> = boundedMap(READY_KEYS);
  return {
    read(encodedHeader, header) {
      return ready.get(encodedHeader) ?? readKey(header, algorithms);
    },
    keep: (encodedHeader, key) => ready.set(encodedHeader, key),
  };
}

function readKey({ typ, alg, jwk }: TokenHeader, algorithms: ReadonlySet<string>): VerificationKey | DpopFault {
  if (typ === undefined || mediaType(typ) !== "dpop+jwt") return dpopFault("dpop_type_wrong");
  if (!algorithms.has(alg)) return dpopFault("dpop_algorithm_refused");
  if (typeof jwk !== "object" || jwk === null) return dpopFault("dpop_key_unusable");
  const algorithm = alg as AlgorithmName;
  try {
    const where = "dpop.jwk";
    return verificationKey(fromJwk(jwk as JsonWebKey, algorithm, where), { algorithm, keyId: undefined, where });
  } catch {
    return dpopFault("dpop_key_unusable");
  }
}
