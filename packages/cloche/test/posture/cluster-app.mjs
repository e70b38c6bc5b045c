/** Starts a gate with counters in memory, once by itself and once in a worker of the cluster module. */
import cluster from "node:cluster";
import { createGate } from "cloche";
import { memoryLimitStore } from "cloche/rate-limit";

const start = (surroundings) => {
  try {
    createGate({ limits: { store: memoryLimitStore() }, surroundings });
    return "started";
  } catch (fault) {
    return fault.code;
  }
};

if (cluster.isPrimary) cluster.fork().on("message", (told) => process.stdout.write(JSON.stringify([start(), ...told])));
else process.send([start(), start({ processes: 1 })], () => process.exit());
