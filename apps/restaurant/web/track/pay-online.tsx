/** Leads the guest to the partner's own page to pay; what comes of it the server tells. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { OpenedPayment, TrackedOrder } from "../../contracts/index.js";
import { callApi, wordsFor } from "../shared/api.js";
import { markForPayment, takePaymentMark } from "../shared/payment-mark.js";
import { words as page } from "./words/index.js";

const { pay: words } = page;

/** How long a partner usually needs to say that the money has arrived. */
const SOON_MILLISECONDS = 20_000;

interface Props {
  readonly path: string;
  /** The partners that the guest may pay through. */
  readonly payWith: TrackedOrder["payWith"];
  /** Whether the last attempt has ended without money. */
  readonly hasFailed: boolean;
}

const PARTNERS: Readonly<Record<TrackedOrder["payWith"][number], string>> = { stripe: "Stripe", razorpay: "Razorpay" };

/** The button, and the form that it fills and sends. */
export function PayOnline({ path, payWith, hasFailed }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [checkout, setCheckout] = useState<OpenedPayment["checkout"]>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [isBack, setBack] = useState(false);
  const pay = async (provider?: TrackedOrder["payWith"][number]) => {
    setBusy(true);
    setFailure(undefined);
    const body = provider === undefined ? {} : { provider };
    try {
      const opened = await callApi<OpenedPayment>(`${path}/payments`, { method: "POST", body });
      markForPayment("gone");
      if (opened.checkout.method === "GET") return location.assign(opened.checkout.url);
      setCheckout(opened.checkout);
      // The fields are there when the page has been drawn anew.
      requestAnimationFrame(() => form.current?.requestSubmit());
    } catch (error) {
      setFailure(wordsFor(error, page));
    }
    setBusy(false);
    return undefined;
  };
  useEffect(() => {
    const mark = takePaymentMark();
    if (mark === "open") void pay();
    if (mark === "gone") setBack(true);
  }, []);
  const verb = isBack || hasFailed ? words.again : words.first;
  return (
    <section class="stack" aria-label={words.title}>
      {isBack && !hasFailed ? <Waiting /> : null}
      <div class="row wrap">
        {payWith.map((provider, index) => (
          <button
            key={provider}
            type="button"
            class={index === 0 ? "primary" : ""}
            disabled={busy}
            onClick={() => void pay(provider)}
          >
            {payWith.length === 1 ? verb : words.with(verb, PARTNERS[provider])}
          </button>
        ))}
      </div>
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      <form ref={form} method="post" action={checkout?.url} hidden>
        {Object.entries(checkout?.fields ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      </form>
    </section>
  );
}

/** The guest is back, which says nothing of the money. */
function Waiting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SOON_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p role="status" class="notice">
      {late ? words.late : words.confirming}
    </p>
  );
}
