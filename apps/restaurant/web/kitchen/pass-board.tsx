/** The cards of the pass: one for each order, with all its stations. */
import { useState } from "preact/hooks";
import type { Board, Ticket } from "../../contracts/index.js";
import { wordsFor } from "../shared/api.js";
import { type PassOrder, passOrders } from "./order-view.js";
import { PassCard } from "./pass-card.js";
import { callKitchen } from "./screen.js";
import type { Deeds } from "./use-deeds.js";

interface Props extends Pick<Deeds, "act" | "toggle" | "fail"> {
  readonly board: Board;
  readonly tickets: readonly Ticket[];
  /** By the server's clock. */
  readonly now: number;
}

/** The board of orders. Who has signed in hands them over; a screen puts them out of sight. */
export function PassBoard({ board, tickets, now, act, toggle, fail }: Props) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const { reader } = board;
  const isPerson = reader.kind === "staff" && !reader.expo;
  const clear = ({ orderId }: PassOrder): void => setGone((before) => new Set([...before, orderId]));
  const handOver = async (order: PassOrder): Promise<void> => {
    if (!isPerson) return clear(order);
    try {
      await callKitchen(`/api/v1/orders/${order.orderId}/handover`, { method: "POST", body: {} });
      clear(order);
    } catch (error) {
      fail(wordsFor(error));
    }
  };
  const rush = (all: readonly Ticket[]): void => {
    for (const ticket of all) act({ verb: "rush", ticket });
  };
  const orders = passOrders(tickets, now).filter(({ orderId, allReady }) => !(allReady && gone.has(orderId)));
  return (
    <>
      {orders.map((order) => (
        <PassCard
          key={order.orderId}
          {...{ order, now }}
          onToggle={toggle}
          handOverName={isPerson ? "Hand over" : "Handed over"}
          onHandOver={(one) => void handOver(one)}
          onRush={reader.mayRush ? rush : undefined}
        />
      ))}
    </>
  );
}
