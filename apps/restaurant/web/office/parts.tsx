/** Small parts that every view of the office is made of. */
import { useState } from "preact/hooks";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

/** Why something was refused; a live region that is always there. */
export function Failure({ words: why }: { readonly words: string | undefined }) {
  return <div role="alert">{why === undefined ? null : <p class="notice bad">{why}</p>}</div>;
}

interface ConfirmProps {
  /** What the button says before and after it is asked. */
  readonly name: string;
  readonly sure: string;
  readonly onConfirm: () => void;
  readonly disabled?: boolean;
}

/** A button that is pressed twice, since there is no way back. */
export function Confirm({ name, sure, onConfirm, disabled = false }: ConfirmProps) {
  const [asked, setAsked] = useState(false);
  const press = (): void => {
    setAsked(!asked);
    if (asked) onConfirm();
  };
  return (
    <button
      type="button"
      class={asked ? "danger" : ""}
      disabled={disabled}
      onClick={press}
      onBlur={() => setAsked(false)}
    >
      {asked ? sure : name}
    </button>
  );
}

interface ReasonProps {
  readonly title: string;
  readonly action: string;
  readonly onClose: () => void;
  readonly onReason: (reason: string, key: string) => Promise<unknown>;
}

/** Asks for a reason; one key for as long as it is open, so that two presses do it once. */
export function ReasonDialog({ title, action, onClose, onReason }: ReasonProps) {
  const [key] = useState(() => crypto.randomUUID());
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const reason = fieldText(new FormData(event.currentTarget as HTMLFormElement), "reason").trim();
    if (await run(() => onReason(reason, key))) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <label>
          {words.frame.reason}
          <input name="reason" required maxLength={200} />
        </label>
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
          {busy ? words.frame.oneMoment : action}
        </button>
      </form>
    </Dialog>
  );
}

/** How long ago something was. */
export function agoWords(instant: string | null, now: number): string {
  const { never, secondsAgo, minutesAgo, hoursAgo, daysAgo } = words.frame;
  if (instant === null) return never;
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000));
  if (seconds < 60) return secondsAgo(seconds);
  if (seconds < 3600) return minutesAgo(Math.round(seconds / 60));
  return seconds < 86_400 ? hoursAgo(Math.round(seconds / 3600)) : daysAgo(Math.round(seconds / 86_400));
}
