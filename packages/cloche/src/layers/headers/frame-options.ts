/** X-Frame-Options, for browsers older than `frame-ancestors`, and always saying the same as that. */
import { configFault, oneOf, table } from "../../kernel/index.js";
import type { ContentSecurityPolicy, Framing } from "./content-security-policy.js";

/** The values of X-Frame-Options. */
export type FrameOptions = "DENY" | "SAMEORIGIN";

const SAME_AS: Readonly<Record<Framing, FrameOptions | undefined>> = table({
  nobody: "DENY",
  own: "SAMEORIGIN",
  listed: undefined,
});

/**
 * @param given What was asked for; where nothing was, the value follows the enforced policy.
 * @throws ConfigError `option_invalid`, or `policy_contradiction` where the two headers say different things.
 */
export function frameOptions(
  given: FrameOptions | false | undefined,
  policies: readonly ContentSecurityPolicy[],
): FrameOptions | undefined {
  if (given === false) return undefined;
  const enforced = policies.find(({ headerName }) => headerName === "content-security-policy");
  if (given === undefined) return enforced === undefined ? "DENY" : SAME_AS[enforced.framing];
  const value = oneOf(given, ["DENY", "SAMEORIGIN"], "cover.xFrameOptions");
  if (enforced === undefined || SAME_AS[enforced.framing] === value) return value;
  throw configFault("policy_contradiction", {
    where: "cover.xFrameOptions",
    fix: "It says otherwise than frame-ancestors. Leave it out, and it follows that directive.",
  });
}
