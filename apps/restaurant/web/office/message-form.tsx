/** Writes one text, and shows at each key what a guest would read and what it costs. */
import { useState } from "preact/hooks";
import { type Placeholder, TEXT_NEWS } from "../../contracts/message-template.js";
import { callAs } from "../shared/session.js";
import { draftOf, type Text } from "./message-draft.js";
import { Confirm, Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.messages;
const MOST = { sms: 480, mail: 2000 } as const;

interface Props {
  readonly at: string;
  readonly place: string;
  readonly text: Text;
  /** What the change is made against. */
  readonly version: number;
  readonly onSaved: () => Promise<void>;
}

/** The form. */
export function MessageForm({ at, place, text, version, onSaved }: Props) {
  const [draft, setDraft] = useState(text);
  const { busy, failure, run } = useDoing();
  const { fault, ...shown } = draftOf(draft, place);
  const path = `${at}/message-texts/${text.channel}/${text.news}/${text.language}`;
  const headers = { "if-match": `"${version}"` };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { subject, body } = draft;
    const said = { body, ...(subject === null ? {} : { subject }) };
    if (await run(() => callAs(path, { method: "PUT", body: said, headers }))) await onSaved();
  };
  const drop = async (): Promise<void> => {
    if (await run(() => callAs(path, { method: "DELETE", headers }))) await onSaved();
  };
  return (
    <form class="stack" onSubmit={(event) => void save(event)}>
      <p role="status">{text.own ? say.own : say.house}</p>
      {draft.subject === null ? null : (
        <label>
          {say.subject}
          <input
            name="subject"
            required
            maxLength={120}
            value={draft.subject}
            onInput={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
          />
        </label>
      )}
      <label>
        {say.body}
        <textarea
          name="body"
          required
          rows={text.channel === "sms" ? 3 : 8}
          maxLength={MOST[text.channel]}
          value={draft.body}
          onInput={(event) => setDraft({ ...draft, body: event.currentTarget.value })}
        />
      </label>
      <Known news={text.news} />
      <Failure words={fault ?? failure} />
      <Preview {...shown} />
      <div class="row wrap">
        <button type="submit" class="primary" disabled={busy || fault !== undefined}>
          {say.save}
        </button>
        {text.own ? (
          <Confirm name={say.drop} sure={say.dropSure} disabled={busy} onConfirm={() => void drop()} />
        ) : null}
      </div>
    </form>
  );
}

function Known({ news }: { readonly news: Text["news"] }) {
  const { needs, mayHave } = TEXT_NEWS[news];
  const named = (names: readonly Placeholder[]) => names.map((name) => `{${name}}`).join(" ");
  return (
    <p class="soft">
      {say.needs} <code>{named(needs)}</code>
      <br />
      {say.mayHave} <code>{named(mayHave)}</code>
    </p>
  );
}

function Preview({ subject, body, length }: Omit<ReturnType<typeof draftOf>, "fault">) {
  return (
    <section class="stack" aria-label={say.preview}>
      <h3>{say.preview}</h3>
      {subject === "" ? null : <strong>{subject}</strong>}
      <p class="written">{body}</p>
      {length === undefined ? null : (
        <>
          <p role="status">{say.length(length.units, length.segments, length.left)}</p>
          {length.encoding === "ucs2" ? <p class="notice warn">{say.narrow}</p> : null}
        </>
      )}
    </section>
  );
}
