/** Lets Node.js make an app's requests and responses with the prototypes that Express would give them afterwards. */
import { createServer, IncomingMessage, type RequestListener, type Server, ServerResponse } from "node:http";
import type { Express } from "express";
import { type HttpClasses, listenOn, standIn } from "../../gate/index.js";

/**
 * The classes of one app. Express changes the prototype of each request and response; from then on V8 looks up all their
 * fields the slow way, which is two thirds of what Express costs. Made by these, they have that prototype from the start.
 */
export function httpClasses(app: Express): HttpClasses {
  class Request extends IncomingMessage {}
  class Response<From extends IncomingMessage> extends ServerResponse<From> {}
  standIn(Request.prototype, app.request);
  standIn(Response.prototype, app.response);
  Object.assign(app, { request: Request.prototype, response: Response.prototype });
  return { IncomingMessage: Request, ServerResponse: Response };
}

/** `app.listen` with the classes. */
export function listenWith(app: Express, classes: HttpClasses): (...given: unknown[]) => Server {
  const isExpress4 = "lazyrouter" in app;
  return listenOn(() => createServer(classes, app as RequestListener), { hearsErrors: !isExpress4 });
}
