/** Takes cash for what is owed, and tells the change. */
import { useState } from "preact/hooks";
import type { CashTaken } from "../../contracts/index.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { formatMoney, type Money } from "../shared/money.js";
import { minorUnits, typedMoney } from "../shared/money-input.js";
import { callAs } from "../shared/session.js";
import { Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.orders.money;

interface Props {
  readonly orderId: string;
  readonly owed: Money;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

/** The dialog; what is owed is filled in, since most people pay exactly. */
export function CashDialog({ orderId, owed, onDone, onClose }: Props) {
  const [key] = useState(() => crypto.randomUUID());
  const [taken, setTaken] = useState<CashTaken>();
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const typed = fieldText(new FormData(event.currentTarget as HTMLFormElement), "received");
    await run(async () => {
      const received = minorUnits(typed, owed.currency) ?? 0;
      const call = { method: "POST", body: { received }, headers: { "idempotency-key": key } } as const;
      setTaken(await callAs<CashTaken>(`/api/v1/orders/${orderId}/payments/cash`, call));
    });
  };
  const close = (): void => {
    onClose();
    if (taken !== undefined) void onDone();
  };
  return (
    <Dialog title={say.cashFor(formatMoney(owed))} onClose={close}>
      {taken === undefined ? (
        <form class="stack" onSubmit={(event) => void submit(event)}>
          <label>
            {say.received}
            <input
              name="received"
              inputmode="decimal"
              required
              pattern="\d+([.,]\d+)?"
              defaultValue={typedMoney(owed.amount, owed.currency)}
            />
          </label>
          <Failure words={failure} />
          <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
            {say.takeIt}
          </button>
        </form>
      ) : (
        <p class="notice good" role="status">
          {say.change} <strong>{formatMoney(taken.change)}</strong>
        </p>
      )}
    </Dialog>
  );
}
