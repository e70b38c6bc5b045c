/** What is held of a guest: handed over as a file, or forgotten; both are asked for by the guest, and recorded. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { saveFile } from "../shared/save-file.js";
import { Confirm, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { callStrongly } from "./step-up.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.guests;

/** The view. The API wants a second factor, and a sign-in of the last minutes. */
export function GuestsView({ person, at }: ViewProps) {
  const [who, setWho] = useState("");
  const [done, setDone] = useState<string>();
  const { busy, failure, run } = useDoing();
  if (!person.secondFactor) {
    return <p class="notice warn">{say.appFirst}</p>;
  }
  const guest = who.includes("@") ? { email: who.trim() } : { phone: who.trim() };
  const ask = <Answer,>(what: "export" | "erase") =>
    callStrongly<Answer>(`${at}/guests/${what}`, { method: "POST", body: guest });
  const hand = () =>
    run(async () => {
      const data = await ask<{ readonly orders: readonly unknown[] }>("export");
      setDone(say.handed(data.orders.length));
      saveFile(new Blob([JSON.stringify(data, undefined, 2)], { type: "application/json" }), "guest.json");
    });
  const forget = () =>
    run(async () => {
      const { orders } = await ask<{ readonly orders: number }>("erase");
      setDone(say.forgotten(orders));
    });
  return (
    <section class="card stack" aria-label={say.title}>
      <p>{say.what}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setWho(fieldText(new FormData(event.currentTarget as HTMLFormElement), "who").trim());
          setDone(undefined);
        }}
      >
        <label class="short">
          {say.who}
          <input name="who" required maxLength={254} autocomplete="off" />
        </label>
        <div>
          <button type="submit">{say.choose}</button>
        </div>
      </form>
      <Failure words={failure} />
      <div role="status">{done === undefined ? null : <p class="notice good">{done}</p>}</div>
      {who === "" ? null : (
        <div class="row wrap">
          <button type="button" disabled={busy} onClick={() => void hand()}>
            {say.handOver(who)}
          </button>
          <Confirm name={say.forget(who)} sure={say.forgetSure} disabled={busy} onConfirm={() => void forget()} />
        </div>
      )}
    </section>
  );
}
