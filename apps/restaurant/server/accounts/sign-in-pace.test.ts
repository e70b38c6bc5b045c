/** Guessing at one account from many addresses: slower each time, for an account that exists and for one that does not. */
import { memoryLimitStore } from "cloche/rate-limit";
import { expect, it } from "vitest";
import { signInPace } from "./sign-in-pace.js";

const MINUTE = 60_000;

function paced() {
  const waits: number[] = [];
  let now = 0;
  const pause = async (milliseconds: number) => void waits.push(milliseconds);
  const pace = signInPace({ store: memoryLimitStore(), clock: { now: () => now }, pause });
  const attempts = async (email: string, times: number) => {
    waits.length = 0;
    for (let n = 0; n < times; n += 1) await pace.wait(email);
    return [...waits];
  };
  const later = (milliseconds: number) => {
    now += milliseconds;
  };
  return { pace, attempts, later };
}

it("the fourth attempt waits, each after it twice as long, and none longer than eight seconds", async () => {
  const { attempts } = paced();
  expect(await attempts("ann@copper-lid.example", 10)).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  expect(await attempts("nobody@copper-lid.example", 5), "an account of its own").toEqual([500, 1000]);
});

it("nobody is shut out: the wait ends with the guessing, and with whoever gets in", async () => {
  const { pace, attempts, later } = paced();
  expect(await attempts("ann@copper-lid.example", 1500)).toHaveLength(1497);
  later(15 * MINUTE);
  expect(await attempts("ann@copper-lid.example", 3)).toEqual([]);
  expect(await attempts("ann@copper-lid.example", 1)).toEqual([500]);
  await pace.forget("ann@copper-lid.example");
  expect(await attempts("ann@copper-lid.example", 3)).toEqual([]);
});
