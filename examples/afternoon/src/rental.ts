/** The bicycles, the people and the rentals. A real backend keeps them in a database. */
import { randomUUID } from "node:crypto";

/** A bicycle, with what the shop paid for it. */
export interface Bike {
  readonly id: string;
  readonly model: string;
  readonly pricePerHour: number;
  readonly boughtFor: number;
}

/** Somebody who rents, or works here. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  name: string;
  role: string;
}

/** One rental. */
export interface Rental {
  readonly id: string;
  readonly bikeId: string;
  readonly personId: string;
  readonly hours: number;
  readonly price: number;
  readonly note?: string | undefined;
  paid: boolean;
  returned: boolean;
}

/** The shop's data, anew for each app. */
export function openShop() {
  const bikes = new Map<string, Bike>();
  for (const [id, model] of [
    ["b1", "City"],
    ["b2", "Cargo"],
    ["b3", "Tandem"],
  ] as const) {
    bikes.set(id, { id, model, pricePerHour: 4, boughtFor: 380 });
  }
  const people: Person[] = [
    { id: "p1", email: "ann@shop.example", password: "correct horse battery", name: "Ann", role: "customer" },
    { id: "p2", email: "bob@shop.example", password: "staple soup ladle", name: "Bob", role: "customer" },
    { id: "p3", email: "eve@shop.example", password: "tandem cargo city", name: "Eve", role: "clerk" },
  ];
  const rentals = new Map<string, Rental>();
  return {
    bikes,
    people,
    rentals,
    rent(
      personId: string,
      bike: Bike,
      { hours, note }: { readonly hours: number; readonly note?: string | undefined },
    ) {
      const price = hours * bike.pricePerHour;
      const rental: Rental = {
        id: randomUUID(),
        bikeId: bike.id,
        personId,
        hours,
        price,
        note,
        paid: false,
        returned: false,
      };
      rentals.set(rental.id, rental);
      return rental;
    },
  };
}

export type Shop = ReturnType<typeof openShop>;
