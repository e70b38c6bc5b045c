/**
 * Checks that every peer really does the work it is timed on, and exits with 1 where one does not.
 *
 * Usage: node conformance.mjs [PEER_ID,PEER_ID]
 */
import { failuresOf } from "./measure/checks.mjs";
import { chosenPeers } from "./measure/peers.mjs";

let failed = 0;
for (const peer of chosenPeers(process.argv[2])) {
  const failures = await failuresOf(peer);
  if (failures.length > 0) failed += 1;
  console.log(`${peer.id.padEnd(15)} ${failures.length === 0 ? "ok" : `FAILED\n  ${failures.join("\n  ")}`}`);
}
process.exit(failed === 0 ? 0 : 1);
