/** The platform's door: what every slice stands on. */
export { type Actor, type AuditEntry, audit } from "./audit.js";
export { sealAudit, startSealing, type TrailVerdict, trailVerdict } from "./audit-seal.js";
export { type Config, readConfig } from "./config.js";
export { type Cell, csvOf } from "./csv.js";
export { type Cursor, formatCursor, parseCursor } from "./cursor.js";
export { type DatabaseOptions, type OpenDatabase, openDatabase } from "./database.js";
export { demoFile, keepDemoFile } from "./demo-file.js";
export { doorbell } from "./doorbell.js";
export { emitEvent, emitEvents, type NewEvent } from "./events.js";
export { FolderInUse } from "./folder-lock.js";
export { type HousekeepingParts, startHousekeeping } from "./housekeeping.js";
export {
  type Effect,
  inIdempotentTransaction,
  type Once,
  type OnceContext,
  type OnceWork,
} from "./idempotency.js";
export { newId } from "./ids.js";
export { countDead, type DeadArrival, type DeadScope, deadArrivals, revive } from "./inbox.store.js";
export { type InboxWork, type OnTrouble, type PendingEvent, type Worked, workOneArrival } from "./inbox-work.js";
export { type Kept, type KeptKeys, keptKeys, OFFICE } from "./kept-keys.js";
export { type LiveEvents, type LiveEventsOptions, liveEvents, type Told } from "./live-events.js";
export {
  type LivePartners,
  orElse,
  type PartnersConfig,
  type RazorpayAccess,
  razorpayPair,
  remembered,
  type StripeAccess,
  steadyPartners,
  type TwilioAccess,
} from "./live-partners.js";
export {
  businessDateOf,
  instantAt,
  isWithin,
  type LocalMoment,
  localMoment,
  minuteOf,
  type WeeklyWindow,
} from "./local-time.js";
export { type LiveEvent, liveHead } from "./location-feed.js";
export { type Mutex, mutex } from "./mutex.js";
export { hoursOf } from "./opening-hours.js";
export { OVERLAP_SECONDS, type PartnerKeyName, partnerKeyFault } from "./partner-settings.js";
export { type InboxState, inboxState, outboxState } from "./queues.js";
export { type ReceivingDeps, receiveArrival } from "./receive-arrival.js";
export { isGivenUp, pauseAfter, pausesOf } from "./retry.js";
export { rowsOf } from "./rows.js";
export type { Database, Json, OrderState, OrderType, PaymentState } from "./schema.js";
export { type Seal, seal } from "./seal.js";
export { type HashPassword, type SampleAccount, type SampleAccounts, seedSample, seedSampleMenu } from "./seed.js";
export {
  encodeFrame,
  eventStreamOf,
  type Frame,
  HEARTBEAT_MILLISECONDS,
  type HeartbeatOptions,
  STREAM_START,
  TICK,
  type Ticker,
  ticker,
} from "./server-sent-events.js";
export { sessionGoesOn } from "./session-at.js";
export { newSetupToken, setupTokenHash } from "./setup-token.js";
export { type StaffRole, staffAt } from "./staff-at.js";
export { turnStreamEpoch } from "./stream-epoch.js";
export { type Channel, notify, type OnWake, POLL_MILLISECONDS, type Wakeups } from "./wakeups.js";
export { type LoopParts, startWorkingLoop, type WorkingLoop } from "./working-loop.js";
