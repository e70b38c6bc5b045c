/** Gives money back: how much of what is left, why, once, and what the server says became of it. */
import { useState } from "preact/hooks";
import type { OrderMoney, RequestedRefund } from "../../contracts/index.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { formatMoney } from "../shared/money.js";
import { minorUnits, typedMoney } from "../shared/money-input.js";
import { named } from "./named.js";
import { Failure } from "./parts.js";
import { callStrongly } from "./step-up.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.orders.money;

const REASONS = ["item_missing", "quality", "duplicate", "cancelled", "other"] as const;

interface Props {
  readonly payment: OrderMoney["payments"][number];
  /** What has been given back already, minor units. */
  readonly alreadyBack: number;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

/** The dialog; one key for as long as it is open, so that two presses give back once. */
export function RefundDialog({ payment, alreadyBack, onDone, onClose }: Props) {
  const [key] = useState(() => crypto.randomUUID());
  const [made, setMade] = useState<RequestedRefund>();
  const { busy, failure, run } = useDoing();
  const { currency } = payment.amount;
  const left = payment.amount.amount - alreadyBack;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = { amount: minorUnits(fieldText(form, "amount"), currency) ?? 0, reason: fieldText(form, "reason") };
    const call = { method: "POST", body, headers: { "idempotency-key": key } } as const;
    await run(async () => setMade(await callStrongly<RequestedRefund>(`/api/v1/payments/${payment.id}/refunds`, call)));
  };
  const close = (): void => {
    onClose();
    if (made !== undefined) void onDone();
  };
  const money = (amount: number) => formatMoney({ amount, currency });
  return (
    <Dialog title={say.giveBack} onClose={close}>
      <p>{say.soFar(money(payment.amount.amount), money(alreadyBack), money(left))}</p>
      {made === undefined ? (
        <form class="stack" onSubmit={(event) => void submit(event)}>
          <label>
            {say.amount}
            <input
              name="amount"
              inputmode="decimal"
              required
              pattern="\d+([.,]\d+)?"
              defaultValue={typedMoney(left, currency)}
            />
          </label>
          <label>
            {words.frame.reason}
            <select name="reason" required>
              {REASONS.map((reason) => (
                <option key={reason} value={reason}>
                  {named(words.codes.refundReason, reason)}
                </option>
              ))}
            </select>
          </label>
          <Failure words={failure} />
          <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
            {busy ? words.frame.oneMoment : say.giveItBack}
          </button>
        </form>
      ) : (
        <p class="notice good" role="status">
          {say.became(money(made.amount.amount), named(words.codes.refundState, made.state))}
        </p>
      )}
    </Dialog>
  );
}
