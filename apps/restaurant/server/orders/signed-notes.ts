/** Notes to ourselves that others carry for a while: signed, dated, and each kind under a key of its own. */
import { hkdfSync } from "node:crypto";
import { type Clock, Secret } from "cloche";
import { keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";

/** What notes are made with. */
export interface SignedNotesOptions {
  readonly secret: Secret;
  /** The kind of note; its key is derived for it alone, so that no note is taken for another (RFC 5869). */
  readonly kind: string;
  readonly publicBaseUrl: string;
  readonly lifetimeSeconds: number;
  readonly clock: Clock;
}

/** Signs and reads notes of one kind. */
export interface SignedNotes<Note> {
  sign(note: Note): { readonly token: string; readonly expiresAt: Date };
  /** The note; `undefined` where the token is not ours, or its time is over. */
  read(token: string): Promise<Note | undefined>;
}

const KEY_BYTES = 32;
/** A whole cart fits. */
const MAX_TOKEN_BYTES = 60_000;

/** Takes the secret. The note must be what JSON can hold. */
export function signedNotes<Note>(options: SignedNotesOptions): SignedNotes<Note> {
  const { secret, kind, publicBaseUrl: issuer, lifetimeSeconds: lifetime, clock } = options;
  const derived = Buffer.from(hkdfSync("sha256", secret.reveal(), "", `restaurant ${kind}`, KEY_BYTES));
  const key = new Secret(derived.toString("base64url"), `${kind} key`);
  const keys = keyRing([secretKey({ algorithm: "HS256", secret: key })]);
  const audience = `${issuer}/${kind}`;
  const common = { issuer, audience, keys };
  const signer = tokenIssuer({ ...common, lifetime, type: "note+jwt", clock });
  const verifier = tokenVerifier({
    issuers: [{ ...common, algorithms: ["HS256"], type: "note+jwt", maxLifetime: lifetime, requiredClaims: ["note"] }],
    clockSkew: 0,
    maxTokenBytes: MAX_TOKEN_BYTES,
    clock,
  });
  return {
    sign(note) {
      const { token, expiresAt } = signer.issue({ subject: kind, claims: { note } });
      return { token, expiresAt: new Date(expiresAt) };
    },
    async read(token) {
      const checked = await verifier.check(token);
      return checked.fault === undefined ? (checked.claims["note"] as Note) : undefined;
    },
  };
}
