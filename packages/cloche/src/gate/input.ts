/** Step 6: path, query, cookies and body, each read by its schema; nothing unread reaches the handler. */
import { isRefusal, type Refusal, refuse } from "../kernel/index.js";
import { type BodyReader, bodyReader, type FieldsReader, fieldsReader, type Read } from "../layers/validation/index.js";
import type { Contract } from "./contract.js";
import type { Passage } from "./decision.js";
import type { Step } from "./pipeline.js";

/** The most bytes a body may have where neither the contract nor the gate says otherwise. */
export const DEFAULT_MAX_BODY_BYTES = 100 * 1024;

const ENCODED = refuse("unsupported_media_type", { reason: "content_encoding" });

/** What the input steps need to know beside the contract. */
export interface InputOptions {
  readonly maxBytes: number;
  /** The format a partner sends. */
  readonly format: "json" | "form" | undefined;
}

/** The steps that read what the contract declares, in the order they are cheapest to refuse. */
export function inputSteps(contract: Contract, { maxBytes, format }: InputOptions): readonly Step[] {
  const { params, query, cookies, body } = contract;
  const steps: Step[] = [];
  // A partner adds members to its events when it likes; refusing them would turn its next release into an outage.
  const policy = { unknownKeys: contract.unknownKeys ?? (contract.from === undefined ? "refuse" : "strip") } as const;
  if (params === undefined) steps.push(takeParams);
  else steps.push(fieldsStep(fieldsReader({ schema: params, in: "path", ...policy }), "params", paramsOf));
  if (query !== undefined) {
    steps.push(fieldsStep(fieldsReader({ schema: query, in: "query", ...policy }), "query", queryOf));
  }
  if (cookies !== undefined) {
    steps.push(fieldsStep(fieldsReader({ schema: cookies, in: "cookie" }), "cookies", cookiesOf));
  }
  if (body !== undefined) {
    const accepts = contract.accepts ?? [format ?? "json"];
    steps.push(bodyStep(bodyReader({ schema: body, caps: { bytes: maxBytes }, accepts, ...policy })));
  }
  return steps;
}

type Part = "params" | "query" | "cookies" | "body";

function takeParams(passage: Passage): undefined {
  passage.params = passage.facts.params;
  return undefined;
}

function fieldsStep(
  reader: FieldsReader<unknown>,
  part: Part,
  source: (passage: Passage) => string | Record<string, string>,
): Step {
  return (passage) => keep(passage, part, reader.read(source(passage)));
}

function bodyStep(reader: BodyReader<unknown>): Step {
  return (passage) => {
    const { facts, rawBody } = passage;
    const contentType = facts.header("content-type");
    const encoding = facts.header("content-encoding");
    if (encoding !== undefined && encoding.toLowerCase() !== "identity") return ENCODED;
    if (rawBody !== undefined) return keep(passage, "body", reader.read(contentType, rawBody));
    const earlier = facts.earlierBody();
    if (earlier !== undefined) return keep(passage, "body", reader.readValue(earlier.value));
    const refusal = reader.refuseHead(contentType);
    if (refusal !== undefined) return refusal;
    return facts.bytes(reader.maxBytes).then((bytes) => {
      if (isRefusal(bytes)) return bytes;
      passage.rawBody = bytes;
      return keep(passage, "body", reader.read(contentType, bytes));
    });
  };
}

function keep(
  passage: Passage,
  part: Part,
  read: Read<unknown> | Promise<Read<unknown>>,
): Refusal | undefined | Promise<Refusal | undefined> {
  if (read instanceof Promise) return read.then((settled) => keep(passage, part, settled));
  if (isRefusal(read)) return read;
  passage[part] = read.value;
  return undefined;
}

const paramsOf = (passage: Passage): Record<string, string> => ({ ...passage.facts.params });
const cookiesOf = (passage: Passage): string => passage.facts.header("cookie") ?? "";

function queryOf({ facts }: Passage): string {
  const mark = facts.target.indexOf("?");
  return mark === -1 ? "" : facts.target.slice(mark + 1);
}
