/** Which language the office speaks; kept in this browser. */
import { LANGUAGES, type Language, language, speak } from "../shared/language.js";
import { words } from "./words/index.js";

/** Each language under its own name, so that whoever reads no other finds it. */
const NAMES = LANGUAGES.map((one) => ({ one, name: new Intl.DisplayNames(one, { type: "language" }).of(one) ?? one }));

/** The list to choose from. */
export function LanguageChoice() {
  return (
    <label class="places">
      <span class="visually-hidden">{words.frame.language}</span>
      <select value={language} onChange={(event) => speak(event.currentTarget.value as Language)}>
        {NAMES.map(({ one, name }) => (
          <option key={one} value={one} lang={one} selected={one === language}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
