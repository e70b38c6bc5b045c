/** What the guests must not eat: asked beside each dish and at the checkout, and one note for the whole order. */
import { words } from "./words/index.js";

interface Props {
  readonly note: string;
  readonly onChange: (note: string) => void;
}

const MOST = 300;

/** What is typed here is in the same field everywhere: an allergy concerns every station that touches the order. */
export function AllergyField({ note, onChange }: Props) {
  return (
    <label>
      {words.contact.allergies} <span class="soft">{words.contact.allergiesHint}</span>
      <textarea
        name="allergyNote"
        rows={2}
        maxLength={MOST}
        value={note}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
