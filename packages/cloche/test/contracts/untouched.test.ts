/** What Express read stays as it read it; only `request.body` is the checked body then, and its own object is not changed. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { anyone, contract, createGate } from "cloche";
import { cover as coverExpress, visitOf } from "cloche/express";
import { plainText } from "cloche/sanitize";
import type { RequestHandler } from "express";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EXPRESSES } from "./expresses.js";

const search = contract({
  method: "POST",
  path: "/search/{kind}",
  allow: anyone("everybody may search"),
  params: z.object({ kind: z.coerce.number() }),
  query: z.object({ page: z.coerce.number().int().default(1), tag: z.array(z.string()) }),
  body: z.object({ words: plainText(40) }),
  returns: { 200: z.unknown() },
});

describe.each(EXPRESSES)("%s", (_name, _column, express) => {
  it("keeps query, params and what a parser made of the body, while the visit has what was checked", async () => {
    const app = express();
    const { guard } = coverExpress(app, createGate());
    let parsed: unknown;
    app.use(express.json(), (request, _response, next) => {
      parsed = request.body;
      next();
    });
    app.post("/search/:kind", guard(search) as unknown as RequestHandler, (request, response) => {
      const { params, query, body } = visitOf(request, search);
      response.json({
        read: [request.params, request.query, parsed],
        checked: [params, query, body],
        typed: request.body,
      });
    });
    const server = app.listen(0, "127.0.0.1") as Server;
    await once(server, "listening");
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/search/7?tag=a&page=2`;
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"words":"  soup\\u202e "}',
    });
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        read: [{ kind: "7" }, { tag: "a", page: "2" }, { words: "  soup\u202e " }],
        checked: [{ kind: 7 }, { tag: ["a"], page: 2 }, { words: "soup" }],
        typed: { words: "soup" },
      },
    ]);
    server.close();
  });
});
