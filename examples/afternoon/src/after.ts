/** The rental after an afternoon: the same handlers, each behind its contract, and no route that could be forgotten. */
import { type Contract, createGate } from "cloche";
import { cover, visitOf } from "cloche/express";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { memoryLimitStore } from "cloche/rate-limit";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import express, { type Express, type RequestHandler } from "express";
import * as contracts from "./contracts.js";
import { handlersOf, type Signed } from "./handlers.js";
import { openShop, type Shop } from "./rental.js";

/** What the app must be told. */
export interface Secrets {
  readonly jwt: string;
  readonly stripe: string;
}

const PARTIES = { issuer: "https://rental.example", audience: "rental" };

function gateOf(secrets: Secrets, { rentals }: Shop) {
  const keys = keyRing([secretKey({ algorithm: "HS256", secret: secrets.jwt, keyId: "1" })]);
  const verifier = tokenVerifier({ issuers: [{ ...PARTIES, algorithms: ["HS256"], keys }] });
  const gate = createGate({
    who: [bearer({ verifier })],
    owners: { rental: ({ id, caller }) => rentals.get(id)?.personId === caller.id },
    partners: { stripe: stripe({ secrets: secrets.stripe }) },
    replay: memoryReplayStore(),
    limits: { store: memoryLimitStore(), defaults: { "/": "300 per minute by address" } },
  });
  return { gate, tokens: tokenIssuer({ ...PARTIES, keys, lifetime: "8 hours" }) };
}

/** What the old `authenticate` left for the handlers, from the verified caller. */
function asUser(contract: Contract): RequestHandler {
  return (request, _response, next) => {
    const { caller } = visitOf(request, contract);
    if (caller !== undefined) (request as Signed).user = { id: caller.id, role: caller.roles[0] ?? "" };
    next();
  };
}

/** Makes the app. */
export function createApp(secrets: Secrets): Express {
  const shop = openShop();
  const { gate, tokens } = gateOf(secrets, shop);
  const handlers = handlersOf(shop, ({ id, role }) => tokens.issue({ subject: id, claims: { role } }).token);
  const app = express();
  const lid = cover(app, gate);
  const guard = (typed: object): RequestHandler[] => {
    const contract = typed as Contract;
    return [lid.guard(contract) as RequestHandler, asUser(contract)];
  };

  app.get("/health", guard(contracts.health), handlers.health);
  app.get("/bikes", guard(contracts.listBikes), handlers.listBikes);
  app.get("/bikes/:id", guard(contracts.readBike), handlers.readBike);
  app.post("/login", guard(contracts.login), handlers.login);
  app.post("/rentals", guard(contracts.startRental), handlers.startRental);
  app.get("/rentals", guard(contracts.myRentals), handlers.myRentals);
  app.get("/rentals/:id", guard(contracts.readRental), handlers.readRental);
  app.post("/rentals/:id/return", guard(contracts.returnBike), handlers.returnBike);
  app.patch("/me", guard(contracts.changeMe), handlers.changeMe);

  const admin = express.Router();
  admin.get("/rentals", guard(contracts.allRentals), handlers.allRentals);
  admin.delete("/bikes/:id", guard(contracts.removeBike), handlers.removeBike);
  app.use("/admin", admin);

  app.post("/webhooks/stripe", guard(contracts.stripeWebhook), handlers.paid);
  return app;
}
