/** The lines of an order; each can be voided, with a reason. */
import { useState } from "preact/hooks";
import type { StaffOrder } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { callAs } from "../shared/session.js";
import { isOver } from "./order-actions.js";
import { ReasonDialog } from "./parts.js";

type Line = StaffOrder["lines"][number];

interface Props {
  readonly order: StaffOrder;
  readonly mayVoid: boolean;
  readonly onChanged: () => Promise<void>;
}

/** The list and what it comes to. */
export function OrderLines({ order, mayVoid, onChanged }: Props) {
  const [voiding, setVoiding] = useState<Line>();
  return (
    <>
      <ul class="lines">
        {order.lines.map((line) => (
          <li key={line.id} class={line.voidedAt === null ? "" : "voided"}>
            <div class="spread">
              <span>
                {line.quantity} x {line.name} <small class="soft">{detailWords(line)}</small>
              </span>
              <span>{line.voidedAt === null ? formatMoney(line.total) : "void"}</span>
            </div>
            {line.voidedAt !== null ? <small class="soft">Voided: {line.voidReason}</small> : null}
            {mayVoid && line.voidedAt === null && !isOver(order) ? (
              <button type="button" aria-label={`Void ${line.name}`} onClick={() => setVoiding(line)}>
                Void
              </button>
            ) : null}
          </li>
        ))}
        <li class="spread">
          <strong>Total</strong>
          <strong>{formatMoney(order.total)}</strong>
        </li>
      </ul>
      {voiding === undefined ? null : (
        <ReasonDialog
          title={`Void ${voiding.quantity} x ${voiding.name}`}
          action="Void the line"
          onClose={() => setVoiding(undefined)}
          onReason={async (reason, key) => {
            const path = `/api/v1/orders/${order.id}/lines/${voiding.id}/void`;
            await callAs(path, { method: "POST", body: { reason }, headers: { "idempotency-key": key } });
            await onChanged();
          }}
        />
      )}
    </>
  );
}

function detailWords({ variant, options, note, course, hold, firedAt }: Line): string {
  const parts = [variant, ...options, note ?? "", course > 1 ? `course ${course}` : "", hold ? "on hold" : ""];
  return [...parts, firedAt === null ? "" : "in the kitchen"].filter(Boolean).join(", ");
}
