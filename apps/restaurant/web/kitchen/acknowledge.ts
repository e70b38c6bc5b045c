/** Tells the server how far this screen has shown the stream, so that a ticket nobody has seen is noticed. */
import type { BoardState } from "./board-state.js";
import { callKitchen } from "./screen.js";

const EVERY_MILLISECONDS = 5000;

/** Makes the teller: at once the first time, then every 5 seconds where something has changed. */
export function acknowledging(signal: AbortSignal): (state: BoardState) => void {
  let told = { epoch: "", seq: -1 };
  let newest: BoardState | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener("abort", () => clearTimeout(timer));
  const tell = (): void => {
    timer = undefined;
    if (newest === undefined || signal.aborted || document.visibilityState !== "visible") return;
    const { epoch, seq } = newest;
    if (epoch === told.epoch && seq <= told.seq) return;
    const body = { epoch, seq, visible: true };
    callKitchen("/api/v1/kds/ack", { method: "POST", body, signal }).then(
      () => {
        told = { epoch, seq };
      },
      () => {},
    );
    timer = setTimeout(tell, EVERY_MILLISECONDS);
  };
  return (state) => {
    newest = state;
    if (timer === undefined) tell();
  };
}
