/** The lines of an order; each can be voided, with a reason. */
import { useState } from "preact/hooks";
import type { StaffOrder } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { callAs } from "../shared/session.js";
import { ChangeLine } from "./change-line.js";
import { isOver } from "./order-actions.js";
import { ReasonDialog } from "./parts.js";
import { words } from "./words/index.js";

const say = words.orders.lines;

type Line = StaffOrder["lines"][number];

interface Props {
  readonly order: StaffOrder;
  readonly mayVoid: boolean;
  readonly onChanged: () => Promise<void>;
}

/** The list and what it comes to. */
export function OrderLines({ order, mayVoid, onChanged }: Props) {
  const [voiding, setVoiding] = useState<Line>();
  const [changing, setChanging] = useState<{ readonly order: StaffOrder; readonly line: Line }>();
  return (
    <>
      <ul class="lines">
        {order.lines.map((line) => (
          <li key={line.id} class={line.voidedAt === null ? "" : "voided"}>
            <div class="spread">
              <span>
                {say.times(line.quantity, line.name)} <small class="soft">{detailWords(line)}</small>
              </span>
              <span>{line.voidedAt === null ? formatMoney(line.total) : say.isVoid}</span>
            </div>
            {line.voidedAt !== null ? <small class="soft">{say.voided(line.voidReason ?? "")}</small> : null}
            {mayVoid && line.voidedAt === null && !isOver(order) ? (
              <div class="row wrap">
                {line.firedAt === null ? (
                  <button
                    type="button"
                    aria-label={say.changeNamed(line.name)}
                    onClick={() => setChanging({ order, line })}
                  >
                    {say.change}
                  </button>
                ) : null}
                <button type="button" aria-label={say.voidNamed(line.name)} onClick={() => setVoiding(line)}>
                  {say.voidIt}
                </button>
              </div>
            ) : null}
          </li>
        ))}
        <li class="spread">
          <strong>{say.total}</strong>
          <strong>{formatMoney(order.total)}</strong>
        </li>
      </ul>
      {changing === undefined ? null : (
        <ChangeLine {...changing} onChanged={onChanged} onClose={() => setChanging(undefined)} />
      )}
      {voiding === undefined ? null : (
        <ReasonDialog
          title={say.voidNamed(say.times(voiding.quantity, voiding.name))}
          action={say.voidTheLine}
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
  const parts = [variant, ...options, note ?? "", course > 1 ? say.course(course) : "", hold ? say.onHold : ""];
  return [...parts, firedAt === null ? "" : say.inKitchen].filter(Boolean).join(", ");
}
