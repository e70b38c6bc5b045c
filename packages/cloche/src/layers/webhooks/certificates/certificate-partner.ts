/** The course of a verification whose key is a certificate that the delivery names. */
import { judged, type PartnerFace, partnerWith } from "../engine.js";
import { fault, isWebhookFault, type WebhookFault } from "../faults.js";
import type { Delivery, Partner, Verification } from "../partner.js";
import { type Claim, publicKeyCheck } from "../signing-key.js";
import type { CertificateKey, CertificateStore } from "./certificate-store.js";

/** A claim with the address of the certificate that should vouch for it. */
export interface CertifiedClaim {
  readonly claim: Claim;
  readonly certificateUrl: string;
  readonly digest: "sha1" | "sha256";
}

/** What makes one partner with certificates different from another. */
export interface CertificatePartnerParts extends PartnerFace {
  readonly certificates: CertificateStore;
  readonly read: (delivery: Delivery) => CertifiedClaim | WebhookFault;
  readonly toleranceSeconds: number;
}

/** A partner whose key is fetched; it answers at once while the certificate is known. */
export function certificatePartner(parts: CertificatePartnerParts): Partner {
  const { name, toleranceSeconds, certificates, read } = parts;
  const judge = (certified: CertifiedClaim, delivery: Delivery, key: CertificateKey): Verification => {
    if (isWebhookFault(key)) return key;
    const keys = [{ label: "certificate", expiresAt: undefined, passes: publicKeyCheck(key, certified.digest) }];
    return judged({ name, toleranceSeconds }, { claim: certified.claim, delivery, keys });
  };
  // Valid from one tolerance before its time until one after it: a claim made first must last for both.
  const face = { ...parts, rememberSeconds: 2 * toleranceSeconds };
  return partnerWith(face, (delivery): Verification | Promise<Verification> => {
    const certified = read(delivery);
    if (isWebhookFault(certified)) return certified;
    // Checked before the fetch too: a delivery that is too old anyway must not make work elsewhere.
    const { signedAt } = certified.claim;
    if (signedAt !== undefined && Math.abs(signedAt - delivery.now) > (toleranceSeconds + 1) * 1000) {
      return fault(signedAt < delivery.now ? "timestamp_stale" : "timestamp_future");
    }
    const key = certificates(certified.certificateUrl, delivery.now);
    return key instanceof Promise
      ? key.then((found) => judge(certified, delivery, found))
      : judge(certified, delivery, key);
  });
}
