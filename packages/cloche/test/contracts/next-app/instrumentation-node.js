/** Remembers connections, and tells the suite what the kitchen learned whenever it asks. */
import { rememberConnections } from "cloche/next";

rememberConnections();
process.on("message", ({ ask }) => {
  if (ask === undefined) return;
  const { events = [], lines = [], orders = [], deliveries = [] } = globalThis.kitchen ?? {};
  process.send({ answers: ask, events, lines, orders, deliveries });
});
