/** Holds the slots of concurrency limits in Redis or Valkey, for several processes. */
import { randomUUID } from "node:crypto";
import type { RedisScripts } from "./redis-clients.js";
import type { RedisKeys } from "./redis-keys.js";
import { RELEASE_SCRIPT, TIMED_SCRIPTS } from "./redis-script.js";
import { noSlots, type SlotAsk, type Slots, type SlotVerdict, slotVerdict } from "./slots.js";

/** Acquires slots: a sorted set of holders for each key, ordered by when their leases end on the server's clock. */
export function redisSlots(commands: RedisScripts, keys: RedisKeys): (asks: readonly SlotAsk[]) => Promise<Slots> {
  return async (asks) => {
    if (asks.length === 0) return noSlots([]);
    const id = randomUUID();
    const told: SlotVerdict[] = [];
    const held: Slots[] = [];
    for (const indexes of keys.groups(asks.map(({ key }) => key))) {
      const group = indexes.map((at) => asks[at] as SlotAsk);
      const slots = await acquireGroup(commands, keys, { group, id });
      if (slots.verdicts.every(({ allowed }) => allowed)) {
        held.push(slots);
        for (const [at, verdict] of slots.verdicts.entries()) told[indexes[at] ?? 0] = verdict;
        continue;
      }
      await releaseAll(held);
      const given = told.map((verdict) =>
        verdict.shadow ? verdict : { ...verdict, remaining: verdict.remaining + 1 },
      );
      for (const [at, verdict] of slots.verdicts.entries()) given[indexes[at] ?? 0] = verdict;
      // Groups that were not asked any more have nothing to tell.
      return noSlots(given.filter(Boolean));
    }
    return {
      verdicts: told,
      release: async () => releaseAll(held),
      renew: async (now) => (await Promise.all(held.map(async (slots) => slots.renew(now)))).every(Boolean),
    };
  };
}

async function releaseAll(held: readonly Slots[]): Promise<void> {
  for (const slots of held) await slots.release();
}

interface Group {
  readonly group: readonly SlotAsk[];
  readonly id: string;
}

async function acquireGroup(commands: RedisScripts, keys: RedisKeys, { group, id }: Group): Promise<Slots> {
  const names = group.map(({ key }) => keys.keyOf(key));
  const leases = group.map(({ policy }) => `${policy.leaseSeconds * 1000}`);
  const described = group.flatMap(({ policy }, at) => [
    `${policy.atOnce}`,
    leases[at] ?? "",
    policy.shadow ? "1" : "0",
  ]);
  const { taken, held } = readAnswer(
    await commands.evalScript(TIMED_SCRIPTS.acquire, names, [id, ...described]),
    group,
  );
  const verdicts = group.map(({ policy }, at) => slotVerdict(policy, held[at] ?? policy.atOnce, taken));
  if (!taken) return noSlots(verdicts);
  return {
    verdicts,
    async release() {
      try {
        await commands.evalScript(RELEASE_SCRIPT, names, [id]);
      } catch {
        // The lease runs out by itself.
      }
    },
    renew: async () => Number(await commands.evalScript(TIMED_SCRIPTS.renew, names, [id, ...leases])) === 1,
  };
}

/** @throws TypeError where the answer is not the script's; the outage policy then decides. */
function readAnswer(answer: unknown, { length }: readonly SlotAsk[]): { taken: boolean; held: readonly number[] } {
  const [taken, held] = Array.isArray(answer) ? (answer as unknown[]) : [];
  const counts = Array.isArray(held) ? held.map(Number) : [];
  if (counts.length === length && counts.every(Number.isSafeInteger))
    return { taken: Number(taken) === 1, held: counts };
  throw new TypeError("Redis gave another answer.");
}
