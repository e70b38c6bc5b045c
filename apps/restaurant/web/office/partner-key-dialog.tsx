/** Writes a new version of a partner's key: typed once, sent once, and kept by no part of the page. */
import type { PartnerKey } from "../../contracts/index.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { Failure } from "./parts.js";
import { callStrongly } from "./step-up.js";
import { useDoing } from "./use-loaded.js";
import { words as office } from "./words/index.js";

const words = office.partnerKeys;

interface Props {
  /** Where the house's keys are. */
  readonly path: string;
  readonly about: PartnerKey;
  readonly onClose: () => void;
  /** Hears the key's name once it is kept. */
  readonly onKept: (name: string) => void;
}

/** Open for as long as it is there. */
export function PartnerKeyDialog({ path, about, onClose, onKept }: Props) {
  const { busy, failure, run } = useDoing();
  const { name, form: formWords } = words.keys[about.name];
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const replaces = about.kept.find(({ endsAt }) => endsAt === null)?.id ?? null;
    const body = { value: fieldText(form, "value"), replaces, tryIt: form.has("tryIt") };
    if (!(await run(() => callStrongly(`${path}/${about.name}`, { method: "PUT", body })))) return;
    onClose();
    onKept(name);
  };
  return (
    <Dialog title={words.titleOf(name, words.partners[about.partner])} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <label>
          {words.newValue}
          <input
            name="value"
            type="password"
            autocomplete="off"
            spellcheck={false}
            required
            maxLength={4096}
            aria-describedby="key-form"
          />
        </label>
        <p id="key-form" class="soft">
          {formWords}
        </p>
        {about.canTry ? (
          <label class="check">
            <input type="checkbox" name="tryIt" defaultChecked />
            <span>{words.tryIt}</span>
          </label>
        ) : null}
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          {busy ? words.oneMoment : words.keep}
        </button>
      </form>
    </Dialog>
  );
}
