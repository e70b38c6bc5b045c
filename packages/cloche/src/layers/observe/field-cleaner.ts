/** Cleans the few short fields of records and events; what was seen before costs one look-up. */
import { remembered, type SecurityEvent } from "../../kernel/index.js";
import type { RequestRecord } from "./record.js";
import type { Redaction } from "./redaction.js";

/** Cleans records, events and contexts. What is clean already is handed back as it is. */
export interface FieldCleaner {
  record(record: RequestRecord): RequestRecord;
  event(event: SecurityEvent): SecurityEvent;
  context<Context extends { readonly requestId?: string; readonly route?: string }>(context: Context): Context;
}

/** What `requestId()` makes. An id that a caller chose may hold anything its letters can spell. */
const MADE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TRACE_ID = /^[0-9a-f]{32}$/;
const NETWORK = /^[0-9a-f:.]{2,39}\/(?:24|48)$/;

/** A cleaner that uses `redaction` for any field it has not seen. */
export function fieldCleaner({ text }: Redaction): FieldCleaner {
  const clean = remembered(text);
  const id = (given: string) => (MADE_ID.test(given) ? given : text(given));
  const trace = (given: string | undefined) => (given === undefined || TRACE_ID.test(given) ? given : clean(given));
  const network = (given: string | undefined) => (given === undefined || NETWORK.test(given) ? given : clean(given));
  const optional = (given: string | undefined) => (given === undefined ? given : clean(given));
  return {
    record: (record) =>
      id(record.requestId) === record.requestId &&
      trace(record.traceId) === record.traceId &&
      clean(record.method) === record.method &&
      clean(record.route) === record.route &&
      optional(record.reason) === record.reason &&
      optional(record.callerId) === record.callerId &&
      network(record.network) === record.network
        ? record
        : {
            ...record,
            requestId: id(record.requestId),
            traceId: trace(record.traceId),
            method: clean(record.method),
            route: clean(record.route),
            reason: optional(record.reason),
            callerId: optional(record.callerId),
            network: network(record.network),
          },
    event: (event) => mapped(event, (value, key) => (key === "requestId" ? id(value) : clean(value))),
    context: (context) => mapped(context, (value, key) => (key === "requestId" ? id(value) : clean(value))),
  };
}

function mapped<Fields extends object>(fields: Fields, clean: (value: string, key: string) => string): Fields {
  const entries = Object.entries(fields).map(([key, value]) => [
    key,
    typeof value === "string" ? clean(value, key) : value,
  ]);
  return Object.fromEntries(entries) as Fields;
}
