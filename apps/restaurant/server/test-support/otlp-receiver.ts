/** A receiver of OTLP over HTTP with JSON, as a collector is one: it takes a batch of spans and says so. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";

const Attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });

/** A span as opentelemetry-proto writes it in JSON: ids are hexadecimal, 64-bit numbers are texts. */
const Span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string().regex(/^\d+$/),
  endTimeUnixNano: z.string().regex(/^\d+$/),
  attributes: z.array(Attribute).default([]),
});
type ReceivedSpan = z.infer<typeof Span>;

/** `ExportTraceServiceRequest`. */
const Batch = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) })),
});

/** A receiver on a port of its own. */
export interface OtlpReceiver {
  /** Where spans are posted to. */
  readonly url: string;
  /** Everything that has come, in order. */
  readonly spans: readonly ReceivedSpan[];
  readonly close: () => Promise<void>;
}

/** Starts one. What is no batch of spans is answered 400, which an exporter reports. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const take = async (request: IncomingMessage): Promise<boolean> => {
    if (request.method !== "POST" || request.url !== "/v1/traces") return false;
    const { success, data } = Batch.safeParse(await json(request).catch(() => undefined));
    for (const { scopeSpans } of data?.resourceSpans ?? []) {
      for (const { spans: some } of scopeSpans) spans.push(...some);
    }
    return success;
  };
  const server = createServer((request, response) => {
    void take(request).then((taken) => {
      response.writeHead(taken ? 200 : 400, { "content-type": "application/json" });
      response.end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    spans,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
