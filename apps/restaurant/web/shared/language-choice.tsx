/** The reader's choice of a language, at the foot of a page; each is called by its own name. */
import { LANGUAGES, type Language, language, speak } from "./language.js";
import { words } from "./words/index.js";

const NAMES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

/** Loads the page anew in the language that is chosen. */
export function LanguageChoice() {
  return (
    <footer class="languages">
      <label>
        {words.language}
        <select value={language} onChange={({ currentTarget }) => speak(currentTarget.value as Language)}>
          {LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {NAMES[one]}
            </option>
          ))}
        </select>
      </label>
    </footer>
  );
}
