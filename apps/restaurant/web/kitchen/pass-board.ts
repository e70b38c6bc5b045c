/** The cards of the pass: one for each order, with all its stations. */

import { useState } from "preact/hooks";
import type { Board, Ticket } from "../../contracts/index.js";
import { told } from "../shared/told-staff.js";
import type { Card } from "./card.js";
import type { Options } from "./options.js";
import { type PassOrder, passOrders } from "./order-view.js";
import { passCard } from "./pass-card.js";
import { callKitchen } from "./screen.js";
import { play } from "./sound.js";
import { numberOf } from "./ticket-time.js";
import type { Deeds } from "./use-deeds.js";
import { words } from "./words/index.js";

/** What orders are shown with. */
export interface OrdersShown {
  readonly board: Board | undefined;
  readonly deeds: Deeds;
  readonly tickets: readonly Ticket[];
  /** By the server's clock. */
  readonly now: number;
  readonly options: Options;
}

/** The cards of orders. Who has signed in hands them over; a screen puts them out of sight. */
export function usePassCards({ board, deeds, tickets, now, options }: OrdersShown): readonly Card[] {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const reader = board?.reader;
  const isPerson = reader?.kind === "staff" && !reader.expo;
  const clear = ({ orderId }: PassOrder): void => setGone((before) => new Set([...before, orderId]));
  const post = (path: string, after: () => void, body?: object): void => {
    deeds.fail(undefined);
    callKitchen(path, { method: "POST", ...(body === undefined ? {} : { body }) }).then(after, (error: unknown) =>
      deeds.fail(told(error)),
    );
  };
  const handOver = (order: PassOrder): void => {
    if (isPerson) post(`/api/v1/orders/${order.orderId}/handover`, () => clear(order), {});
    else clear(order);
  };
  const callAgain = (order: PassOrder): void => {
    play("new");
    post(`/api/v1/kds/orders/${order.orderId}/call`, () => deeds.tell(words.atPass.called(numberOf(order))));
  };
  const rush = (all: readonly Ticket[]): void => {
    for (const ticket of all) deeds.act({ verb: "rush", ticket });
  };
  const orders = passOrders(tickets, now).filter(({ orderId, allReady }) => !(allReady && gone.has(orderId)));
  return orders.flatMap((order) =>
    passCard({
      ...{ order, now, options, read: deeds.read, asked: deeds.asked },
      handOverName: isPerson ? words.atPass.handOver : words.atPass.handedOver,
      onToggle: deeds.toggle,
      onRead: deeds.markRead,
      onAcknowledge: (ticket) => deeds.act({ verb: "ack-void", ticket }),
      onHandOver: handOver,
      onCallAgain: reader?.mayRush === true ? callAgain : undefined,
      onRush: reader?.mayRush === true ? rush : undefined,
    }),
  );
}
