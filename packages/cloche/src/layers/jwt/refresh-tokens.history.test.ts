/** Whatever clients and thieves do in whatever order, a family never forks and a late copy always ends it. */
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import { memoryRefreshStore, refreshTokens } from "./index.js";

const secret = randomBytes(48).toString("base64");
const GRACE = 10_000;
const REMEMBERED = 4;

/** The family as its rules say it should be: every token of the chain, and when each was exchanged. */
interface Model {
  readonly chain: string[];
  readonly exchangedAt: number[];
  ended: boolean;
}

function isReplay(model: Model, place: number, now: number): boolean {
  const back = model.chain.length - 1 - place;
  return back <= REMEMBERED && now - (model.exchangedAt[place] ?? Number.NEGATIVE_INFINITY) < GRACE;
}

describe("any history of a family", () => {
  it("has one living token at each moment, and ends at the first copy that comes too late", async () => {
    const step = fc.record({ back: fc.nat(7), wait: fc.constantFrom(0, 1, 500, 4_000, 9_999, 10_000, 30_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const clock = fixedClock(Date.UTC(2026, 5, 1));
        const tokens = refreshTokens({
          store: memoryRefreshStore(),
          idle: "1 hour",
          absolute: "3 hours",
          secret,
          clock,
        });
        const { token: first, familyId } = await tokens.start({ subject: "u" });
        const model: Model = { chain: [first], exchangedAt: [], ended: false };
        for (const { back, wait } of steps) {
          clock.advance(wait);
          const place = Math.max(0, model.chain.length - 1 - back);
          const result = await tokens.rotate(model.chain[place] ?? "");
          if (model.ended) {
            expect(result).toEqual({ fault: "refresh_revoked" });
          } else if (place === model.chain.length - 1) {
            expect(result).toMatchObject({ familyId, subject: "u" });
            model.exchangedAt.push(clock.now());
            model.chain.push("token" in result ? result.token : "");
          } else if (isReplay(model, place, clock.now())) {
            expect(result).toMatchObject({ token: model.chain.at(-1) });
          } else {
            expect(result).toEqual({ fault: "refresh_reused" });
            model.ended = true;
          }
        }
        expect(new Set(model.chain).size).toBe(model.chain.length);
        expect(await tokens.families("u")).toHaveLength(model.ended ? 0 : 1);
      }),
      { numRuns: 300 },
    );
  });

  it("answers any number of concurrent callers with one and the same token, or ends for all", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 20 }), fc.scheduler(), async (callers, scheduler) => {
        const inner = memoryRefreshStore();
        const store = {
          ...inner,
          find: async (id: string) => inner.find(await scheduler.schedule(Promise.resolve(id))),
          advance: async (move: Parameters<typeof inner.advance>[0]) =>
            inner.advance(await scheduler.schedule(Promise.resolve(move))),
        };
        const tokens = refreshTokens({ store, idle: "1 hour", absolute: "3 hours", secret });
        const { token } = await tokens.start({ subject: "u" });
        const all = Promise.all(Array.from({ length: callers }, () => tokens.rotate(token)));
        await scheduler.waitFor(all);
        const answers = await all;
        expect(new Set(answers.map((answer) => ("token" in answer ? answer.token : answer.fault))).size).toBe(1);
        expect(answers[0]).toHaveProperty("token");
      }),
      { numRuns: 100 },
    );
  });
});
