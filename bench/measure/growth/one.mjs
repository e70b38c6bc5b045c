/**
 * Measures one point of one line in a process of its own, and prints it as JSON.
 *
 * Usage: node --expose-gc measure/growth/one.mjs contracts|callers|body|policies NUMBER
 */
import { limit, memoryLimitStore, partitionKey } from "cloche/rate-limit";
import { mintToken } from "../client.mjs";
import { appWith, asker, verifierOf } from "./app.mjs";
import { cpuOf, memory } from "./cost.mjs";

const REQUESTS = 2_000;
const CALLERS_MEASURED = 20_000;

const POINTS = {
  async contracts(count) {
    const before = memory();
    const started = performance.now();
    const app = await appWith({ contracts: count });
    const startMs = performance.now() - started;
    const { heapMb, rssMb } = memory();
    const { ask } = asker(app, { number: count - 1 });
    return { cpuUs: await cpuOf(ask, REQUESTS), startMs, heapMb: heapMb - before.heapMb, rssMb: rssMb - before.rssMb };
  },

  async policies(count) {
    const app = await appWith({
      limit: Array.from({ length: count }, (_, at) => `${1_000_000 - at} per ${15 + at} minutes by caller`),
    });
    return { cpuUs: await cpuOf(asker(app).ask, REQUESTS) };
  },

  async body(lines) {
    const app = await appWith({});
    const { ask, bytes } = asker(app, { lines });
    const times = Math.max(20, Math.round(REQUESTS / (1 + lines / 20)));
    return { cpuUs: await cpuOf(ask, times, times), bytes };
  },

  /** Everybody comes once; then some come again. What the verifier and the limiter keep is all that stays. */
  async callers(count) {
    const verifier = verifierOf();
    const store = memoryLimitStore();
    const policy = limit("1000 per 15 minutes by caller", { name: "callers" });
    const before = memory();
    const pass = (user) => {
      const token = mintToken({ sub: `caller-${user}`, iat: 1_700_000_000, exp: 4_000_000_000 });
      return timed(() => {
        const { claims } = verifier.check(token);
        store.take([{ key: partitionKey(policy, { caller: claims.sub }), policy, cost: 1 }], Date.now());
      });
    };
    for (let user = 0; user < count; user += 1) pass(user);
    const { heapMb, rssMb } = memory();
    let spent = 0;
    for (let turn = 0; turn < CALLERS_MEASURED; turn += 1) spent += pass(turn % count);
    const kept = { heapMb: heapMb - before.heapMb, rssMb: rssMb - before.rssMb, counters: store.size };
    return { cpuUs: spent / CALLERS_MEASURED, ...kept };
  },
};

/** \u00b5s of wall time: a token is made between any two, and CPU time is not told finely enough to leave that out. */
function timed(work) {
  const started = performance.now();
  work();
  return (performance.now() - started) * 1000;
}

const [kind, number] = process.argv.slice(2);
console.log(JSON.stringify(await POINTS[kind](Number(number))));
process.exit(0);
