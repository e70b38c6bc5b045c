/** The handlers as they were written before anybody thought of contracts; both apps run this very file. */
import type { Request, RequestHandler } from "express";
import type { Person, Shop } from "./rental.js";

/** Who the middleware in front of a handler found. */
export type Signed = Request & { user?: { readonly id: string; readonly role: string } };

/** Makes a token for somebody who signed in. */
export type Tokens = (person: Person) => string | Promise<string>;

type Handlers = Record<string, RequestHandler>;

const userOf = (request: Request): string => (request as Signed).user?.id ?? "";

/** The handlers by name. */
export function handlersOf(shop: Shop, tokenFor: Tokens) {
  return { ...publicHandlers(shop, tokenFor), ...rentalHandlers(shop), ...officeHandlers(shop) };
}

function publicHandlers({ bikes, people }: Shop, tokenFor: Tokens) {
  return {
    health: (_request, response) => void response.json({ ok: true }),
    listBikes: (request, response) => {
      const page = Number(request.query.page ?? 1);
      response.json([...bikes.values()].slice((page - 1) * 2, page * 2));
    },
    readBike: (request, response) => {
      const bike = bikes.get(String(request.params.id));
      if (bike === undefined) response.status(404).json({ code: "bike_unknown" });
      else response.json(bike);
    },
    login: async (request, response) => {
      const { email, password } = request.body;
      const person = people.find((one) => one.email === email && one.password === password);
      if (person === undefined) response.status(401).json({ code: "sign_in_failed" });
      else response.json({ token: await tokenFor(person) });
    },
  } satisfies Handlers;
}

function rentalHandlers(shop: Shop) {
  const { bikes, people, rentals } = shop;
  return {
    startRental: (request, response) => {
      const bike = bikes.get(request.body.bikeId);
      if (bike === undefined) response.status(409).json({ code: "bike_unknown" });
      else response.status(201).json(shop.rent(userOf(request), bike, request.body));
    },
    myRentals: (request, response) => {
      response.json([...rentals.values()].filter(({ personId }) => personId === userOf(request)));
    },
    readRental: (request, response) => {
      const rental = rentals.get(String(request.params.id));
      if (rental === undefined) response.status(404).json({ code: "rental_unknown" });
      else response.json(rental);
    },
    returnBike: (request, response) => {
      const rental = rentals.get(String(request.params.id));
      if (rental === undefined) return void response.status(404).json({ code: "rental_unknown" });
      rental.returned = true;
      response.json(rental);
    },
    changeMe: (request, response) => {
      const person = people.find(({ id }) => id === userOf(request));
      Object.assign(person ?? {}, request.body);
      response.json(person);
    },
  } satisfies Handlers;
}

function officeHandlers({ bikes, rentals }: Shop) {
  return {
    allRentals: (_request, response) => void response.json([...rentals.values()]),
    removeBike: (request, response) => {
      bikes.delete(String(request.params.id));
      response.status(204).end();
    },
    paid: (request, response) => {
      const { type, data } = request.body;
      const rental = rentals.get(data.object.metadata.rental);
      if (type === "payment_intent.succeeded" && rental !== undefined) rental.paid = true;
      response.json({ received: true });
    },
  } satisfies Handlers;
}
