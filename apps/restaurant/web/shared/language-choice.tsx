/** The reader's choice of a language; each is called by its own name, so that whoever reads no other finds it. */
import { LANGUAGES, type Language, language, speak } from "./language.js";
import { words } from "./words/index.js";

const NAMES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

/** At the foot of a page. */
export function LanguageChoice() {
  return (
    <footer class="languages">
      <LanguageList />
    </footer>
  );
}

/** In the head of a page, where there is no room for more than the list. */
export function LanguageInHead() {
  return <LanguageList inHead />;
}

/** The page is loaded anew in what is chosen. */
function LanguageList({ inHead = false }: { readonly inHead?: boolean }) {
  return (
    <label class={inHead ? "places" : undefined}>
      <span class={inHead ? "visually-hidden" : undefined}>{words.language}</span>
      <select value={language} onChange={({ currentTarget }) => speak(currentTarget.value as Language)}>
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
