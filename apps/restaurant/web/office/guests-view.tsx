/** What is held of a guest: handed over as a file, or forgotten; both are asked for by the guest, and recorded. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { saveFile } from "../shared/save-file.js";
import { Confirm, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { callStrongly } from "./step-up.js";
import { useDoing } from "./use-loaded.js";

/** The view. The API wants a second factor, and a sign-in of the last minutes. */
export function GuestsView({ person, at }: ViewProps) {
  const [who, setWho] = useState("");
  const [words, setWords] = useState<string>();
  const { busy, failure, run } = useDoing();
  if (!person.secondFactor) {
    return <p class="notice warn">This needs an authenticator app first: set one up under "My sign-ins".</p>;
  }
  const guest = who.includes("@") ? { email: who.trim() } : { phone: who.trim() };
  const ask = <Answer,>(what: "export" | "erase") =>
    callStrongly<Answer>(`${at}/guests/${what}`, { method: "POST", body: guest });
  const hand = () =>
    run(async () => {
      const data = await ask<{ readonly orders: readonly unknown[] }>("export");
      setWords(`${data.orders.length} orders, saved as a file.`);
      saveFile(new Blob([JSON.stringify(data, undefined, 2)], { type: "application/json" }), "guest.json");
    });
  const forget = () =>
    run(async () => {
      const { orders } = await ask<{ readonly orders: number }>("erase");
      setWords(`${orders} orders name them no more.`);
    });
  return (
    <section class="card stack" aria-label="A guest's data">
      <p>
        Their orders stay for the books; name, phone, e-mail, address and notes are what is handed over or forgotten.
      </p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setWho(fieldText(new FormData(event.currentTarget as HTMLFormElement), "who").trim());
          setWords(undefined);
        }}
      >
        <label class="short">
          The guest's phone or e-mail
          <input name="who" required maxLength={254} autocomplete="off" />
        </label>
        <div>
          <button type="submit">Choose</button>
        </div>
      </form>
      <Failure words={failure} />
      <div role="status">{words === undefined ? null : <p class="notice good">{words}</p>}</div>
      {who === "" ? null : (
        <div class="row wrap">
          <button type="button" disabled={busy} onClick={() => void hand()}>
            Hand over what is held of {who}
          </button>
          <Confirm
            name={`Forget ${who}`}
            sure="Yes; there is no way back"
            disabled={busy}
            onConfirm={() => void forget()}
          />
        </div>
      )}
    </section>
  );
}
