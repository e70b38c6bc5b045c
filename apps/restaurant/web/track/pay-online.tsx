/** Leads the guest to the partner's own page to pay; what comes of it the server tells. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { OpenedPayment } from "../../contracts/index.js";
import { ApiError, callApi, wordsFor } from "../shared/api.js";
import { markForPayment, takePaymentMark } from "../shared/payment-mark.js";

/** How long a partner usually needs to say that the money has arrived. */
const SOON_MILLISECONDS = 20_000;

/** The button, and the form that it fills and sends. */
export function PayOnline({ path }: { readonly path: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [checkout, setCheckout] = useState<OpenedPayment["checkout"]>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [isBack, setBack] = useState(false);
  const pay = async () => {
    setBusy(true);
    try {
      const opened = await callApi<OpenedPayment>(`${path}/payments`, { method: "POST", body: {} });
      markForPayment("gone");
      if (opened.checkout.method === "GET") return location.assign(opened.checkout.url);
      setCheckout(opened.checkout);
      // The fields are there when the page has been drawn anew.
      requestAnimationFrame(() => form.current?.requestSubmit());
    } catch (error) {
      const isOff = error instanceof ApiError && error.problem.code === "online_payment_off";
      setFailure(isOff ? "You can pay at the counter." : wordsFor(error));
    }
    setBusy(false);
    return undefined;
  };
  useEffect(() => {
    const mark = takePaymentMark();
    if (mark === "open") void pay();
    if (mark === "gone") setBack(true);
  }, []);
  return (
    <section class="stack" aria-label="Payment">
      {isBack ? <Waiting /> : null}
      <button type="button" class="primary" disabled={busy} onClick={() => void pay()}>
        {isBack ? "Pay online again" : "Pay online"}
      </button>
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
      {late
        ? "Still waiting for your bank. You may close this page; the order is not lost."
        : "Confirming your payment..."}
    </p>
  );
}
