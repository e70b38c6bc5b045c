/** The time, read again and again. */
import { useEffect, useState } from "preact/hooks";

/** Milliseconds since the epoch, as new as the pause between two looks. */
export function useEvery(milliseconds: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return now;
}
