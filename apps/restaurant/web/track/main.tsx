/** Following an order: what the server says of it, live, and nothing it has not said. */
import { useState } from "preact/hooks";
import type { TrackedOrder } from "../../contracts/index.js";
import { callApi, wordsFor } from "../shared/api.js";
import { LanguageChoice } from "../shared/language-choice.js";
import { formatMoney } from "../shared/money.js";
import { mountPage } from "../shared/mount.js";
import { momentIn } from "../shared/time.js";
import { useEvery } from "../shared/use-every.js";
import { words as shared } from "../shared/words/index.js";
import { CopyLink } from "./copy-link.js";
import { endWords, etaWords, paymentWords, stepsOf } from "./order-words.js";
import { PayOnline } from "./pay-online.js";
import { useTracked } from "./use-tracked.js";
import { words } from "./words/index.js";
import "./track.css";

/** States in which money is still welcome. */
const PAYABLE: readonly string[] = ["pending_payment", "placed", "accepted", "preparing", "ready", "out_for_delivery"];
/** The states in which a promise is still to be kept. */
const OPEN: readonly string[] = ["placed", "accepted", "preparing", "out_for_delivery"];

const path = `/api/v1${location.pathname}`;

function TrackPage() {
  const { order, failure, live, show } = useTracked(path);
  if (failure !== undefined) return <p class="narrow notice bad">{failure}</p>;
  if (order === undefined) return <p class="narrow soft">{words.looking}</p>;
  return (
    <>
      <main class="narrow stack">
        <p class="soft">{words.order}</p>
        <h1 class="number">#{String(order.number).padStart(3, "0")}</h1>
        <Progress order={order} />
        {order.promisedAt === null || !OPEN.includes(order.state) ? null : (
          <Promised promisedAt={order.promisedAt} timeZone={order.place.timezone} />
        )}
        <p
          role="status"
          class={order.paymentState === "paid" ? "notice good" : "notice"}
          data-payment={order.paymentState}
        >
          {paymentWords(order)}
        </p>
        {PAYABLE.includes(order.state) && order.paymentState === "unpaid" && order.payWith.length > 0 ? (
          <PayOnline path={path} payWith={order.payWith} hasFailed={order.attempt === "failed"} />
        ) : null}
        <ul class="lines card">
          {order.lines.map((line) => (
            <li key={`${line.name}-${line.options.join()}-${line.quantity}`} class="spread">
              <span>
                {shared.pieces(line.quantity, line.name)} <small class="soft">{line.options.join(", ")}</small>
              </span>
              <span>{formatMoney(line.total)}</span>
            </li>
          ))}
          <li class="spread">
            <strong>{words.total}</strong>
            <strong>{formatMoney(order.total)}</strong>
          </li>
        </ul>
        <Host order={order} />
        {order.canCancel ? <Cancel onDone={show} /> : null}
        <CopyLink />
        <p class="soft">{live ? words.live : words.reconnecting}</p>
      </main>
      <LanguageChoice />
    </>
  );
}

function Promised({ promisedAt, timeZone }: { readonly promisedAt: string; readonly timeZone: string }) {
  const now = useEvery(15_000);
  const eta = etaWords(promisedAt, now);
  return (
    <p class="promise">
      {words.promisedFor} <strong>{momentIn(promisedAt, timeZone)}</strong>
      {eta === "" ? "" : `, ${eta}`}
    </p>
  );
}

/** Takes the order back; asked twice, since there is no way back from that. */
function Cancel({ onDone }: { readonly onDone: (order: TrackedOrder) => void }) {
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<string>();
  const cancel = (): void => {
    callApi<TrackedOrder>(`${path}/cancel`, { method: "POST", body: {} }).then(onDone, (error: unknown) =>
      setFailure(wordsFor(error, words)),
    );
  };
  return (
    <div>
      <button type="button" onClick={asked ? cancel : () => setAsked(true)}>
        {asked ? words.cancelSurely : words.cancel}
      </button>
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
    </div>
  );
}

function Progress({ order }: { readonly order: TrackedOrder }) {
  const steps = stepsOf(order);
  const current = steps.findIndex(({ states }) => states.includes(order.state));
  if (current === -1) return <p role="status">{endWords(order)}</p>;
  return (
    <>
      <ol class="steps" aria-label={words.nowAt(steps[current]?.name ?? order.state)}>
        {steps.map((step, index) => (
          <li
            key={step.name}
            class={index <= current ? "done" : ""}
            aria-current={index === current ? "step" : undefined}
          >
            {step.name}
            <StepTime at={index <= current ? step.at(order) : null} timeZone={order.place.timezone} />
          </li>
        ))}
      </ol>
      <p class="visually-hidden" role="status">
        {steps[current]?.name}
      </p>
    </>
  );
}

/** When a step was reached; a time without its day, where that is today. */
function StepTime({ at, timeZone }: { readonly at: string | null; readonly timeZone: string }) {
  if (at === null) return null;
  return (
    <time dateTime={at} class="soft">
      {momentIn(at, timeZone)}
    </time>
  );
}

/** Where the order is fetched, and whom to call about it. */
function Host({ order: { orderType, place } }: { readonly order: TrackedOrder }) {
  const { name, phone, address } = place;
  return (
    <section class="stack tight" aria-label={name}>
      {orderType === "pickup" && address !== null ? (
        <p>
          {words.pickUpAt} <strong>{name}</strong>, {address}
        </p>
      ) : null}
      {phone === null ? null : (
        <p>
          <a class="button" href={`tel:${phone}`}>
            {words.call(name)}
          </a>
        </p>
      )}
    </section>
  );
}

mountPage(<TrackPage />, words.title);
