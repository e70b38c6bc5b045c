/** An old or weak sign-in must not do where a fresh or strong one is asked for (RFC 9470). */
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { stepUp } from "./index.js";

const now = Date.UTC(2026, 5, 1);
const seconds = now / 1000;
const caller = (claims: Record<string, unknown>) => ({ claims });

describe("how recent a sign-in must be", () => {
  const recent = stepUp({ maxAge: "5 minutes" });

  it.each([seconds, seconds - 300, seconds + 5])("passes %s", (time) => {
    expect(recent.refusal(caller({ auth_time: time }), now)).toBeUndefined();
  });

  it.each([seconds - 301, seconds + 6, undefined, null, `${seconds}`, Number.NaN, Number.NEGATIVE_INFINITY, 0])(
    "refuses %s",
    (time) => {
      expect(recent.refusal(caller({ auth_time: time }), now)).toMatchObject({
        refused: "step_up_required",
        status: 401,
        headers: [
          [
            "www-authenticate",
            'Bearer error="insufficient_user_authentication", error_description="A stronger or more recent sign-in is required", max_age="300"',
          ],
        ],
      });
    },
  );
});

describe("how strong a sign-in must be", () => {
  const strong = stepUp({ acrValues: ["urn:mfa", "urn:hardware"], scheme: "DPoP" });

  it.each(["urn:mfa", "urn:hardware"])("passes %s", (acr) => {
    expect(strong.refusal(caller({ acr }), now)).toBeUndefined();
  });

  it.each(["urn:password", "", undefined, ["urn:mfa"], "urn:mfa urn:hardware", "URN:MFA"])("refuses %j", (acr) => {
    expect(strong.refusal(caller({ acr }), now)?.headers[0]?.[1]).toMatch(
      /^DPoP error="insufficient_user_authentication", .*acr_values="urn:mfa urn:hardware"$/,
    );
  });

  it("is asked for together with how recent it must be", () => {
    const both = stepUp({ acrValues: ["urn:mfa"], maxAge: 60 });
    expect(both.refusal(caller({ acr: "urn:mfa", auth_time: seconds - 61 }), now)).toBeDefined();
    expect(both.refusal(caller({ acr: "urn:x", auth_time: seconds }), now)).toBeDefined();
    expect(both.refusal(caller({ acr: "urn:mfa", auth_time: seconds }), now)).toBeUndefined();
    expect(both.reads).toBe("signed in by urn:mfa, signed in within 60 s");
  });
});

describe("an option", () => {
  it.each([{}, { acrValues: [] }, { acrValues: ["a b"] }, { acrValues: ['a"'] }, { maxAge: "soon" }, { age: 5 }])(
    "that asks for nothing or cannot be sent stops the start",
    (options) => {
      expect(() => stepUp(options)).toThrow(ConfigError);
    },
  );
});
