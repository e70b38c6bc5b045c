/** Whether the browser has a connection at all. */
import { useEffect, useState } from "preact/hooks";

/** As the browser tells it; that there is one does not say that the restaurant answers. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return online;
}
