/** The diets a dish fits: an icon to find it by, and always the word, which says it. */
import { dietIcon } from "./diet-icons.js";

/** The list; nothing where a dish fits none. */
export function Diets({ diets }: { readonly diets: readonly string[] }) {
  if (diets.length === 0) return null;
  return (
    <ul class="diets">
      {diets.map((diet) => (
        <li key={diet}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={dietIcon(diet)} />
          </svg>
          {diet}
        </li>
      ))}
    </ul>
  );
}
