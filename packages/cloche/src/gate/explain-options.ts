/** Which requests are explained, to whom, and what they hear. */
import { onlyKnown } from "../kernel/index.js";
import type { Answer } from "./decision.js";
import type { TraceStep } from "./explain-notes.js";

export type { TraceStep } from "./explain-notes.js";

/** How one request was decided. */
export interface Trace {
  readonly requestId: string;
  readonly route: string;
  /** The identified caller's id. */
  readonly callerId?: string;
  readonly steps: readonly TraceStep[];
  readonly status: number;
  readonly outcome: Answer["outcome"];
  readonly reason?: string;
}

/** What is known of a request before its first step. None of it is the client's to choose but the route it asks for. */
export interface Explainable {
  readonly route: string;
  readonly method: string;
  /** The client's address, as the gate's proxies tell it. */
  readonly address: string;
}

/** Which requests are explained, and to whom. */
export interface ExplainOptions {
  /**
   * Asked once for each request that a route takes. It hears no header, so that no stranger can switch it on.
   *
   * @example
   * ({ route, address }) => debugging.has(route) && address === "192.0.2.7"
   */
  readonly when: (request: Explainable) => boolean;
  /** Hears each trace once its request has ended. What it throws is dropped. */
  readonly tell: (trace: Trace) => void;
}

/**
 * Reads the options.
 *
 * @throws ConfigError `option_unknown`
 */
export function checkExplain(explain: ExplainOptions | undefined): void {
  if (explain !== undefined) onlyKnown(explain, ["when", "tell"], "createGate explain");
}
