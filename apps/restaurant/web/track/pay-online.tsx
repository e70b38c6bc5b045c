/** Leads the guest to the partner's own page to pay; what comes of it the server tells. */
import { useRef, useState } from "preact/hooks";
import type { OpenedPayment } from "../../contracts/index.js";
import { ApiError, callApi, wordsFor } from "../shared/api.js";

/** The button, and the form that it fills and sends. */
export function PayOnline({ path }: { readonly path: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [checkout, setCheckout] = useState<OpenedPayment["checkout"]>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const pay = async () => {
    setBusy(true);
    try {
      const opened = await callApi<OpenedPayment>(`${path}/payments`, { method: "POST", body: {} });
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
  return (
    <section class="stack" aria-label="Payment">
      <button type="button" class="primary" disabled={busy} onClick={() => void pay()}>
        Pay online
      </button>
      {failure === undefined ? null : <p class="notice bad">{failure}</p>}
      <form ref={form} method="post" action={checkout?.url} hidden>
        {Object.entries(checkout?.fields ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      </form>
    </section>
  );
}
