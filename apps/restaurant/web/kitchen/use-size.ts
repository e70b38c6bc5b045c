/** How large an element is, whatever makes it so: the screen, a banner above it, a panel beside it. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Its width and height, CSS pixels; nothing before it was drawn. */
export function useSize<Shown extends HTMLElement>() {
  const ref = useRef<Shown>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((now) => (now.width === width && now.height === height ? now : { width, height }));
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { ref, size };
}
