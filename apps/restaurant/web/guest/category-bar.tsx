/** The bar of categories: it stays in sight, and shows which of them is being read. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Menu } from "../../contracts/index.js";
import { words } from "./words/index.js";

interface Props {
  readonly categories: Menu["categories"];
  readonly onJump: (event: Event, id: string) => void;
}

/** On a telephone a row that scrolls sideways, on a wide screen a column. */
export function CategoryBar({ categories, onJump }: Props) {
  const bar = useRef<HTMLElement>(null);
  const current = useSpy(categories);
  useEffect(() => {
    const link = bar.current?.querySelector<HTMLElement>("[aria-current]");
    if (bar.current === null || link == null) return;
    // `scrollIntoView` would move the page as well.
    bar.current.scrollLeft = link.offsetLeft - (bar.current.clientWidth - link.clientWidth) / 2;
  }, [current]);
  return (
    <nav aria-label={words.menu.categories} ref={bar}>
      {categories.map(({ id, name }) => (
        <a
          key={id}
          href={`#${id}`}
          aria-current={id === current ? "true" : undefined}
          onClick={(event) => onJump(event, id)}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}

/** A category is read while it crosses a line below the bar. */
const READING_LINE = "-96px 0px -70% 0px";

function useSpy(categories: Menu["categories"]): string | undefined {
  const [current, setCurrent] = useState(categories[0]?.id);
  useEffect(() => {
    const crossing = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) crossing.add(target.id);
          else crossing.delete(target.id);
        }
        const first = categories.find(({ id }) => crossing.has(id));
        if (first !== undefined) setCurrent(first.id);
      },
      { rootMargin: READING_LINE },
    );
    for (const { id } of categories) {
      const section = document.getElementById(id);
      if (section !== null) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [categories]);
  return current;
}
