/**
 * Reads a fetch request's body from the Node.js request underneath. As a stream of the web's own kind it would cost five
 * times what all the rest of a request does.
 */
import type { IncomingMessage } from "node:http";
import type { Refusal } from "../kernel/index.js";
import { BODY_TAKEN } from "./body-taken.js";
import { readNodeBody } from "./node-body.js";

/** Marks those read here: a stream that the framework makes of one afterwards is empty, which would pass for no body. */
const TAKEN = Symbol("taken");
type Marked = IncomingMessage & { [TAKEN]?: true };

/** The body's bytes or a refusal; `undefined` where the body has to be read the web's way. */
export function readBoundBody(
  request: Request,
  incoming: Marked | undefined,
  maxBytes: number,
): Promise<Uint8Array | Refusal> | undefined {
  if (incoming === undefined) return undefined;
  if (incoming[TAKEN] === true) return Promise.resolve(BODY_TAKEN);
  if (request.bodyUsed || !isUntouched(incoming)) return undefined;
  incoming[TAKEN] = true;
  return readNodeBody(incoming, maxBytes);
}

/** Whether nobody has read of it, or begun to: neither the framework nor a platform that keeps the bytes beside it. */
function isUntouched(incoming: IncomingMessage): boolean {
  return (
    incoming.readableDidRead === false &&
    incoming.readableFlowing === null &&
    incoming.listenerCount("data") === 0 &&
    incoming.listenerCount("readable") === 0 &&
    !("rawBody" in incoming)
  );
}
