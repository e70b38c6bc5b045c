/** The kernel's door. */
export {
  equalInConstantTime,
  equalTextsInConstantTime,
  fromBase64,
  fromBase64Url,
  fromHex,
  fromUtf8,
  sha256,
  toBase64Url,
} from "./bytes.js";
export type { Caller, CallerSource, Identified } from "./caller.js";
export { type Clock, type FixedClock, fixedClock, monotonicMilliseconds, systemClock } from "./clock.js";
export { CONTRADICTIONS, type ContradictionCode, type ContradictionEntry } from "./contradictions.js";
export { type Duration, seconds } from "./duration.js";
export {
  ConfigError,
  configFault,
  FAULTS,
  type FaultCode,
  type FaultEntry,
  type FaultFields,
  REFUSALS,
  type RefusalCode,
  type RefusalEntry,
} from "./errors.js";
export { type EscapedJson, readEscapedJson } from "./escaped-json.js";
export { type Emit, type SecurityEvent, type SecurityEventName, unheard } from "./events.js";
export { isPublicAddress } from "./network.js";
export { nonEmptyText, oneOf, onlyKnown, wholeNumber } from "./options.js";
export { handOn, isPending } from "./pending.js";
export { pointer, pointerToken } from "./pointer.js";
export { type FieldError, type HeaderPair, isRefusal, type Refusal, type RefusalFields, refuse } from "./refusal.js";
export { remembered } from "./remembered.js";
export type { RequestHead } from "./request.js";
export { revealed, Secret, type SecretOr } from "./secret.js";
export type { InputOf, OutputOf, Schema, SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.js";
export { entry, table } from "./table.js";
