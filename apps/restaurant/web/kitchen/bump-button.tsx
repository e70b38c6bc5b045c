/** The button that sends a ticket away; a screen that is touched by accident asks for two taps. */
import { useEffect, useState } from "preact/hooks";
import { words } from "./words/index.js";

/** The second tap comes within this, or the first was none. */
const SECOND_TAP_MILLISECONDS = 1000;

interface Props {
  readonly name: string;
  readonly disabled?: boolean;
  readonly twice: boolean;
  readonly onBump: () => void;
}

/** The button. */
export function BumpButton({ name, disabled = false, twice, onBump }: Props) {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (!armed) return;
    const timer = setTimeout(() => setArmed(false), SECOND_TAP_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [armed]);
  const tap = (): void => {
    const isFirstOfTwo = twice && !armed;
    setArmed(isFirstOfTwo);
    if (!isFirstOfTwo) onBump();
  };
  return (
    <button type="button" class={armed ? "bump armed" : "bump"} disabled={disabled} onClick={tap}>
      {armed ? words.card.bumpAgain : name}
    </button>
  );
}
