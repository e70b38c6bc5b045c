/** What can go wrong at a secret manager, in words of our own: a client's message may quote secrets and credentials. */
import { table } from "../../../kernel/index.js";

const REASONS = table({
  denied: "It refused the credentials, or they may not read it.",
  throttled: "It was asked too often.",
  away: "It did not answer, or not with success.",
  timeout: "It did not answer in time.",
  malformed: "Its answer was not well-formed.",
  disabled: "The secret is disabled or destroyed.",
  not_json: "The secret is not a JSON object, so that it has no fields.",
  not_text: "The field is not a text.",
});

/** The code of a manager's fault. */
export type ManagerFaultCode = keyof typeof REASONS;

/** A fault of a manager; it holds no text of the manager's. */
export interface ManagerFault {
  readonly managerFault: ManagerFaultCode;
  readonly reason: string;
}

/** A fault from the table. */
export function managerFault(code: ManagerFaultCode): ManagerFault {
  return { managerFault: code, reason: REASONS[code] };
}

/** What the status of an HTTP answer means. */
export function faultOfStatus(status: unknown): ManagerFault {
  if (status === 401 || status === 403) return managerFault("denied");
  return managerFault(status === 429 ? "throttled" : "away");
}

/** A property of an error, read without trusting what was thrown. */
export function property(error: unknown, name: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
}
