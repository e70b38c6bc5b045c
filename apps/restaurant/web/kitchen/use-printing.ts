/** Prints a sheet that is there only while it is printed. */
import { useEffect, useState } from "preact/hooks";

/** Whether the sheet is to be there, and what brings it to the printer. */
export function usePrinting(): { readonly printing: boolean; readonly print: () => void } {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    if (!printing) return;
    const done = () => setPrinting(false);
    addEventListener("afterprint", done);
    // The sheet has been drawn by now.
    const frame = requestAnimationFrame(() => globalThis.print());
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("afterprint", done);
    };
  }, [printing]);
  return { printing, print: () => setPrinting(true) };
}
