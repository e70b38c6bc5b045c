/** What guests are told of their orders: one text at a time, with what a guest would read beside it. */
import { useState } from "preact/hooks";
import type { MessageTexts, Settings, SettingsChange } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { MessageForm } from "./message-form.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.messages;

type Text = MessageTexts["texts"][number];
const CHANNELS = ["sms", "mail"] as const;
const LANGUAGES = ["en", "de"] as const;

/** The view. */
export function MessagesView({ at }: ViewProps) {
  const { data: settings, failure, reload } = useLoaded<Settings>(`${at}/settings`);
  return (
    <div class="stack">
      <p class="soft">{say.intro}</p>
      <Failure words={failure} />
      {settings === undefined ? null : (
        <>
          <PlaceLanguage key={settings.version} {...{ at, settings, onSaved: reload }} />
          <Texts at={at} place={settings.name} first={settings.language} />
        </>
      )}
    </div>
  );
}

interface LanguageProps {
  readonly at: string;
  readonly settings: Settings;
  readonly onSaved: () => Promise<void>;
}

function PlaceLanguage({ at, settings: { language, version }, onSaved }: LanguageProps) {
  const { busy, failure, run } = useDoing();
  const choose = (chosen: Settings["language"]): void => {
    const body: SettingsChange = { language: chosen };
    const headers = { "if-match": `"${version}"` };
    void run(() => callAs(`${at}/settings`, { method: "PATCH", body, headers }), onSaved);
  };
  return (
    <section class="card stack">
      <Choice
        label={`${say.place}: ${say.placeWhy}`}
        {...{ options: say.languages, keys: LANGUAGES, chosen: language, busy }}
        onChoose={choose}
      />
      <Failure words={failure} />
    </section>
  );
}

interface TextsProps {
  readonly at: string;
  readonly place: string;
  readonly first: Text["language"];
}

function Texts({ at, place, first }: TextsProps) {
  const { data, failure, reload } = useLoaded<MessageTexts>(`${at}/message-texts`);
  const [language, setLanguage] = useState(first);
  const [channel, setChannel] = useState<Text["channel"]>("sms");
  const [news, setNews] = useState<Text["news"]>("accepted");
  const all = (data?.texts ?? []).filter((one) => one.language === language && one.channel === channel);
  const text = all.find((one) => one.news === news) ?? all[0];
  return (
    <section class="card stack" aria-label={say.which}>
      <Failure words={failure} />
      <div class="row wrap fields">
        <Choice
          label={say.language}
          options={say.languages}
          keys={LANGUAGES}
          chosen={language}
          onChoose={setLanguage}
        />
        <Choice label={say.way} options={say.ways} keys={CHANNELS} chosen={channel} onChoose={setChannel} />
        <Choice
          label={say.event}
          options={say.news}
          keys={all.map((one) => one.news)}
          chosen={text?.news ?? news}
          onChoose={setNews}
        />
      </div>
      {data === undefined || text === undefined ? null : (
        <MessageForm
          key={`${data.version} ${text.language} ${text.channel} ${text.news}`}
          {...{ at, place, text, version: data.version, onSaved: reload }}
        />
      )}
    </section>
  );
}

interface ChoiceProps<Key extends string> {
  readonly label: string;
  readonly options: Readonly<Record<Key, string>>;
  readonly keys: readonly Key[];
  readonly chosen: Key;
  readonly onChoose: (key: Key) => void;
  readonly busy?: boolean;
}

function Choice<Key extends string>({ label, options, keys, chosen, onChoose, busy = false }: ChoiceProps<Key>) {
  const choose = (value: string): void => {
    const key = keys.find((one) => one === value);
    if (key !== undefined) onChoose(key);
  };
  return (
    <label>
      {label}
      <select disabled={busy} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        {keys.map((key) => (
          <option key={key} value={key}>
            {options[key]}
          </option>
        ))}
      </select>
    </label>
  );
}
