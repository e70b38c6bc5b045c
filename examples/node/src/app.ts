/** The ordering API on plain `node:http`: the neutral handlers, mounted. */
import { createServer, type Server } from "node:http";
import { lid } from "cloche/node";
import { handlers, openOrdering, type Settings } from "example-shared";

/** Makes the server. There is nothing to seal: it has no routes but those of contracts. */
export function createApp(settings: Settings): Server {
  const ordering = openOrdering(settings);
  const { mount, listener } = lid(ordering.gate);
  mount(Object.values(handlers(ordering)));
  return createServer(listener);
}
