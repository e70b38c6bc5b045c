/** Following an order: what the server says of it, live, and nothing it has not said. */
import { useEffect, useState } from "preact/hooks";
import type { TrackedOrder } from "../../contracts/index.js";
import { ApiError, callApi, wordsFor } from "../shared/api.js";
import { formatMoney } from "../shared/money.js";
import { mountPage } from "../shared/mount.js";
import { PayOnline } from "./pay-online.js";
import "./track.css";

const STEPS = [
  { name: "Received", states: ["placed", "accepted"] },
  { name: "Preparing", states: ["preparing"] },
  { name: "Ready", states: ["ready"] },
  { name: "Picked up", states: ["completed"] },
] as const;

/** States in which money is still welcome. */
const PAYABLE: readonly string[] = ["pending_payment", "placed", "accepted", "preparing", "ready", "out_for_delivery"];
/** The states in which a promise is still to be kept. */
const OPEN: readonly string[] = ["placed", "accepted", "preparing"];

const timeWords = (moment: string): string =>
  new Date(moment).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });

const path = `/api/v1${location.pathname}`;

function TrackPage() {
  const [order, setOrder] = useState<TrackedOrder>();
  const [failure, setFailure] = useState<string>();
  const [live, setLive] = useState(false);
  useEffect(() => {
    callApi<TrackedOrder>(path).then(setOrder, (error: unknown) => {
      const unknown = error instanceof ApiError && error.problem.status === 404;
      setFailure(unknown ? "There is no order behind this link." : wordsFor(error));
    });
    const source = new EventSource(`${path}/events`);
    source.addEventListener("open", () => setLive(true));
    source.addEventListener("error", () => setLive(false));
    source.addEventListener("order", (event: MessageEvent<string>) => setOrder(JSON.parse(event.data) as TrackedOrder));
    return () => source.close();
  }, []);

  if (failure !== undefined) return <p class="narrow notice bad">{failure}</p>;
  if (order === undefined) return <p class="narrow soft">Looking for your order...</p>;
  return (
    <main class="narrow stack">
      <p class="soft">Order</p>
      <h1 class="number">#{String(order.number).padStart(3, "0")}</h1>
      <Progress state={order.state} />
      {order.promisedAt === null || !OPEN.includes(order.state) ? null : (
        <p class="soft">Promised for {timeWords(order.promisedAt)}</p>
      )}
      <p
        role="status"
        class={order.paymentState === "paid" ? "notice good" : "notice"}
        data-payment={order.paymentState}
      >
        {order.paymentState === "paid" ? "Paid. Thank you!" : "Not paid yet. You can pay at the counter."}
      </p>
      {PAYABLE.includes(order.state) && order.paymentState === "unpaid" ? <PayOnline path={path} /> : null}
      <ul class="lines card">
        {order.lines.map((line) => (
          <li key={`${line.name}-${line.options.join()}-${line.quantity}`} class="spread">
            <span>
              {line.quantity} x {line.name} <small class="soft">{line.options.join(", ")}</small>
            </span>
            <span>{formatMoney(line.total)}</span>
          </li>
        ))}
        <li class="spread">
          <strong>Total</strong>
          <strong>{formatMoney(order.total)}</strong>
        </li>
      </ul>
      {order.canCancel ? <Cancel onDone={setOrder} /> : null}
      <p class="soft">{live ? "This page updates by itself." : "Reconnecting..."}</p>
    </main>
  );
}

/** Takes the order back; asked twice, since there is no way back from that. */
function Cancel({ onDone }: { readonly onDone: (order: TrackedOrder) => void }) {
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<string>();
  const cancel = (): void => {
    callApi<TrackedOrder>(`${path}/cancel`, { method: "POST", body: {} }).then(onDone, (error: unknown) =>
      setFailure(wordsFor(error)),
    );
  };
  return (
    <div>
      <button type="button" onClick={asked ? cancel : () => setAsked(true)}>
        {asked ? "Yes, cancel my order" : "Cancel the order"}
      </button>
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
    </div>
  );
}

function Progress({ state }: { readonly state: string }) {
  const current = STEPS.findIndex((step) => (step.states as readonly string[]).includes(state));
  if (current === -1) return <p role="status">This order is {state.replaceAll("_", " ")}.</p>;
  return (
    <ol class="steps" aria-label={`Now: ${STEPS[current]?.name ?? state}`}>
      {STEPS.map((step, index) => (
        <li
          key={step.name}
          class={index <= current ? "done" : ""}
          aria-current={index === current ? "step" : undefined}
        >
          {step.name}
        </li>
      ))}
    </ol>
  );
}

mountPage(<TrackPage />);
