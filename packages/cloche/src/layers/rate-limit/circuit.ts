/** Remembers whether a store is away, and when to try it again. */
import type { Clock } from "../../kernel/index.js";

/** What the circuit tells about. */
export interface CircuitOptions {
  readonly clock: Clock;
  readonly onAway: () => void;
  readonly onBack: () => void;
}

const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MILLISECONDS = 1000;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

/**
 * A circuit breaker: after three failures in a row nobody waits for the store any more. After a pause, which doubles
 * up to half a minute, one request tries it (half-open); its success closes the circuit.
 */
export class Circuit {
  readonly #options: CircuitOptions;
  #failures = 0;
  #retryAt = 0;
  #pause = FIRST_PAUSE_MILLISECONDS;
  #trying = false;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  /** Whether this request may ask the store. */
  mayTry(): boolean {
    if (this.#failures < FAILURES_TO_OPEN) return true;
    if (this.#trying || this.#options.clock.now() < this.#retryAt) return false;
    this.#trying = true;
    return true;
  }

  succeeded(): void {
    const wasAway = this.#failures >= FAILURES_TO_OPEN;
    this.#failures = 0;
    this.#trying = false;
    this.#pause = FIRST_PAUSE_MILLISECONDS;
    if (wasAway) this.#options.onBack();
  }

  failed(): void {
    const open = this.#failures >= FAILURES_TO_OPEN;
    // Requests that were under way when the circuit opened fail late; they say nothing new.
    if (open && !this.#trying) return;
    this.#trying = false;
    this.#failures += 1;
    if (this.#failures < FAILURES_TO_OPEN) return;
    this.#retryAt = this.#options.clock.now() + this.#pause;
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MILLISECONDS);
    if (!open) this.#options.onAway();
  }
}
