/** The places of a house that has several. */
import type { Places } from "../../contracts/index.js";
import { LanguageChoice } from "../shared/language-choice.js";
import { words } from "./words/index.js";

interface Props {
  readonly places: Places["places"];
}

/** Where each is, whether it is open, and the way to its menu. */
export function PlacesList({ places }: Props) {
  return (
    <>
      <main class="narrow stack">
        <h1>{words.places.title}</h1>
        {places.length === 0 ? <p class="soft">{words.places.none}</p> : null}
        <ul class="lines">
          {places.map(({ slug, name, address, open }) => (
            <li key={slug}>
              <a class="card place" href={`/at/${slug}`}>
                <strong>{name}</strong>
                <span class="soft">
                  {[open ? words.place.open : words.place.closed, address].filter(Boolean).join(" / ")}
                </span>
              </a>
            </li>
          ))}
        </ul>
      </main>
      <LanguageChoice />
    </>
  );
}

/** Back to all of them. */
export function AllPlaces() {
  return (
    <p>
      <a class="way" href="/">
        {words.places.all}
      </a>
    </p>
  );
}
