/** Step 6: path, query, headers, cookies and body, each read by its schema; nothing unread reaches the handler. */
import { configFault, isRefusal, type Refusal, type Schema, table } from "../kernel/index.js";
import {
  type BodyHead,
  type BodyReader,
  bodyReader,
  type FieldSource,
  type FieldsReader,
  fieldsReader,
  headerFields,
  type Read,
} from "../layers/validation/index.js";
import type { Contract } from "./contract.js";
import type { Passage } from "./decision.js";
import type { Facts } from "./facts.js";
import type { Step } from "./pipeline.js";

/** The most bytes a body may have where neither the contract nor the gate says otherwise. */
export const DEFAULT_MAX_BODY_BYTES = 100 * 1024;

/** What the input steps need to know beside the contract. */
export interface InputOptions {
  readonly maxBytes: number;
  /** The format a partner sends. */
  readonly format: "json" | "form" | undefined;
}

/** The steps that read what the contract declares, in the order they are cheapest to refuse. */
export function inputSteps(contract: Contract, { maxBytes, format }: InputOptions): readonly Step[] {
  const { params, query, headers, cookies, body, encodings, files } = contract;
  const steps: Step[] = [];
  // A partner adds members to its events when it likes; refusing them would turn its next release into an outage.
  const policy = { unknownKeys: contract.unknownKeys ?? (contract.from === undefined ? "refuse" : "strip") } as const;
  if (params === undefined) steps.push(takeParams);
  else steps.push(fieldsStep(fieldsReader({ schema: params, in: "path", ...policy }), "params", paramsOf));
  if (query !== undefined) {
    steps.push(fieldsStep(fieldsReader({ schema: query, in: "query", ...policy }), "query", queryOf));
  }
  if (headers !== undefined) steps.push(headersStep(headers, contract.name));
  if (cookies !== undefined) {
    steps.push(fieldsStep(fieldsReader({ schema: cookies, in: "cookie" }), "cookies", cookiesOf));
  }
  if (body !== undefined) {
    const accepts = contract.accepts ?? [format ?? "json"];
    const extras = { ...(encodings && { encodings }), ...(files && { files }) };
    const caps = { ...contract.caps, bytes: maxBytes };
    steps.push(bodyStep(bodyReader({ schema: body, caps, accepts, ...policy, ...extras })));
  }
  return steps;
}

type Part = "params" | "query" | "headers" | "cookies" | "body";

function takeParams(passage: Passage): undefined {
  passage.params = passage.facts.params;
  return undefined;
}

function fieldsStep(reader: FieldsReader<unknown>, part: Part, source: (passage: Passage) => FieldSource): Step {
  return (passage) => keep(passage, part, reader.read(source(passage)));
}

/** Read here, a credential would slip past the checks that its own step makes, such as which site sent the cookie. */
const READ_ELSEWHERE: Readonly<Record<string, string>> = table({
  cookie: "Read cookies with `cookies`, which other sites cannot make a browser send.",
  authorization: "Give the gate a source of callers in `who` that reads it.",
  "proxy-authorization": "Leave it to the proxy it is for.",
});

function headersStep(schema: Schema, route: string): Step {
  const reader = fieldsReader({ schema, in: "header" });
  const { names } = reader;
  const where = `${route} headers`;
  const elsewhere = names?.find((name) => Object.hasOwn(READ_ELSEWHERE, name));
  const fix = elsewhere === undefined ? undefined : READ_ELSEWHERE[elsewhere];
  if (names === undefined || fix !== undefined) {
    const closed = "Give a z.object() that is not loose: only headers that are named are read.";
    throw configFault("contract_contradiction", { where, fix: fix ?? closed });
  }
  return fieldsStep(reader, "headers", ({ facts }) => headerFields(facts, names));
}

function bodyStep(reader: BodyReader<unknown>): Step {
  return (passage) => {
    const { facts, rawBody, delivery } = passage;
    // Of a scheme that signs fields of the body nothing else of it may be believed.
    if (delivery?.signedFields !== undefined) return keep(passage, "body", reader.readValue(delivery.signedFields));
    const head = headOf(facts);
    const refusal = reader.refuseHead(head);
    if (refusal !== undefined) return refusal;
    if (rawBody !== undefined) return keep(passage, "body", reader.read(head, rawBody));
    const earlier = facts.earlierBody();
    if (earlier !== undefined) return keep(passage, "body", reader.readValue(earlier.value));
    return facts.bytes(reader.maxBytes).then((bytes) => {
      if (isRefusal(bytes)) return bytes;
      passage.rawBody = bytes;
      return keep(passage, "body", reader.read(head, bytes));
    });
  };
}

/** Without a coding, as nearly always, the Content-Type alone: no object is made. */
function headOf(facts: Facts): BodyHead | string | undefined {
  const contentType = facts.header("content-type");
  const contentEncoding = facts.header("content-encoding");
  return contentEncoding === undefined ? contentType : { contentType, contentEncoding };
}

function keep(
  passage: Passage,
  part: Part,
  read: Read<unknown> | Promise<Read<unknown>>,
): Refusal | undefined | Promise<Refusal | undefined> {
  if (read instanceof Promise) return read.then((settled) => keep(passage, part, settled));
  if ("refused" in read) return read;
  passage[part] = read.value;
  return undefined;
}

const paramsOf = (passage: Passage): Record<string, string> => ({ ...passage.facts.params });
const cookiesOf = (passage: Passage): string => passage.facts.header("cookie") ?? "";

function queryOf({ facts }: Passage): string {
  const mark = facts.target.indexOf("?");
  return mark === -1 ? "" : facts.target.slice(mark + 1);
}
