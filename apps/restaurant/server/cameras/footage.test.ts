/** The tape stays within its bounds whatever comes, and shows what is worth a picture. */
import { fixedClock, type SecurityEvent } from "cloche";
import { describe, expect, it } from "vitest";
import { newTape } from "./index.js";

const NOW = Date.UTC(2026, 5, 15, 18);
const refusal = (at: number, reason = "forbidden"): SecurityEvent => ({ name: "request.refused", at, reason });

describe("a tape", () => {
  it("keeps the latest 500 incidents and an hour of counts, whatever comes", () => {
    const tape = newTape();
    const clock = fixedClock(NOW);
    for (let index = 0; index < 20_000; index += 1) {
      tape.hear(refusal(clock.now(), `reason_${index}`));
      clock.advance(1000);
    }
    expect(tape.head()).toBe(20_000);
    expect(tape.after(19_500)).toHaveLength(500);
    expect(tape.after(19_499)).toBeUndefined();
    expect(tape.after(20_001)).toBeUndefined();
    const minutes = tape.minutes(clock.now());
    expect(minutes.length).toBeLessThanOrEqual(60);
    expect(minutes.slice(0, -1).every(({ counts }) => counts.refusal === 60)).toBe(true);
  });

  it("shows no event that happens all day, and an alert in its rule's words", () => {
    const tape = newTape();
    tape.hear({ name: "token.refreshed", at: NOW });
    tape.hear({ name: "sign_in.succeeded", at: NOW });
    tape.hear({ name: "alert.raised", at: NOW, reason: "forged_tokens" });
    expect(tape.after(0)).toMatchObject([{ kind: "alert", message: "Tokens arrive that nobody here issued." }]);
  });
});
