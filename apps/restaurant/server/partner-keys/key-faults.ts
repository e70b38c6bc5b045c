/** What is wrong with a key that is about to be kept: its form, the house it is for, or what its partner says of it. */
import type { PartnerKeyName } from "../../contracts/index.js";
import { partnerKeyFault } from "../platform/index.js";
import type { PartnerKeysDeps } from "./deps.js";
import { KEYS } from "./key-table.js";

/** A key on its way in. */
interface Candidate {
  readonly name: PartnerKeyName;
  readonly text: string;
  /** Whether its partner is asked. */
  readonly tryIt: boolean;
}

type Fault = "key_malformed" | "key_weak" | "key_live" | "key_test" | "key_refused" | "key_untryable" | "partner_away";

/** The first fault; its partner is asked last, and only about a key that would be kept. */
export async function keyFault(
  { production, tries }: Pick<PartnerKeysDeps, "production" | "tries">,
  { name, text, tryIt }: Candidate,
): Promise<Fault | undefined> {
  const mode = KEYS[name].modeOf?.(text);
  const fault = await partnerKeyFault(name, text, production);
  if (fault === "malformed") return "key_malformed";
  if (mode === "live" && !production) return "key_live";
  if (mode === "test" && production) return "key_test";
  if (fault === "weak") return "key_weak";
  if (!tryIt) return undefined;
  const asked = tries[name];
  if (asked === undefined) return "key_untryable";
  try {
    return SAID[await asked(text)];
  } catch {
    return "partner_away";
  }
}

const SAID = { taken: undefined, refused: "key_refused", incomplete: "key_untryable" } as const;
