import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ConfigError } from "../../kernel/index.js";
import { bodyReader } from "./index.js";

const schema = z.object({ note: z.string() });
const reader = bodyReader({ schema, encodings: ["gzip", "deflate", "br"] });
const text = JSON.stringify({ note: "no onions" });
const head = (contentEncoding: string) => ({ contentType: "application/json", contentEncoding });

describe("a compressed body", () => {
  it.each([
    ["gzip", gzipSync(text)],
    ["GZIP", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["br", brotliCompressSync(text)],
  ])("in %s is read where it is declared", async (encoding, bytes) => {
    expect(await reader.read(head(encoding), bytes)).toEqual({ value: { note: "no onions" } });
  });

  it.each(["", "identity", " Identity "])("%j is no coding", (encoding) => {
    expect(reader.read(head(encoding), Buffer.from(text))).toEqual({ value: { note: "no onions" } });
  });

  it.each(["gzip, gzip", "gzip, identity", "zstd", "compress", "constructor", "__proto__", "gzip;q=1"])(
    "in %j is refused before it is read",
    (encoding) => {
      const refusal = { status: 415, reason: "content_encoding", headers: [["accept-encoding", "gzip, deflate, br"]] };
      expect(reader.refuseHead(head(encoding))).toMatchObject(refusal);
      expect(reader.read(head(encoding), gzipSync(gzipSync(text)))).toMatchObject(refusal);
    },
  );

  it("is refused where the route declares no coding", () => {
    expect(bodyReader({ schema }).read(head("gzip"), gzipSync(text))).toMatchObject({
      status: 415,
      headers: [["accept-encoding", "identity"]],
    });
  });

  it.each([
    ["zeros in gzip", "gzip", gzipSync(Buffer.alloc(50_000_000))],
    ["zeros in deflate", "deflate", deflateSync(Buffer.alloc(50_000_000))],
    ["zeros in brotli", "br", brotliCompressSync(Buffer.alloc(50_000_000))],
    ["members without end", "gzip", Buffer.concat(Array.from({ length: 2_000 }, () => gzipSync(Buffer.alloc(20_000))))],
  ])("that is a bomb of %s is stopped at the bound", async (_what, encoding, bytes) => {
    const before = process.memoryUsage().arrayBuffers;
    const small = bytes.subarray(0, 102_400);
    expect(await reader.read(head(encoding), small)).toMatchObject({ status: 413, reason: "body_expands_too_far" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it("may expand only so far, whatever the cap on its result", async () => {
    const body = gzipSync(JSON.stringify({ note: "x".repeat(60_000) }));
    const read = (expansion: number) =>
      bodyReader({ schema, encodings: ["gzip"], caps: { expansion } }).read(head("gzip"), body);
    expect(await read(10)).toMatchObject({ status: 413 });
    expect(await read(1_000)).toMatchObject({ value: {} });
  });

  it.each([
    ["cut short", "gzip", gzipSync(text).subarray(0, -3)],
    ["followed by more", "gzip", Buffer.concat([gzipSync(text), Buffer.from("more")])],
    ["followed by more", "deflate", Buffer.concat([deflateSync(text), Buffer.from("more")])],
    ["followed by more", "br", Buffer.concat([brotliCompressSync(text), Buffer.from("more")])],
    ["empty", "gzip", Buffer.alloc(0)],
    ["not compressed", "gzip", Buffer.from(text)],
    ["not in the zlib format", "deflate", deflateRawSync(text)],
  ])("that is %s is malformed (%s)", async (_what, encoding, bytes) => {
    expect(await reader.read(head(encoding), bytes)).toMatchObject({ status: 400, reason: "encoding_invalid" });
  });

  it("is held to the same rules as any other", async () => {
    expect(await reader.read(head("gzip"), gzipSync('{"note":"","note":""}'))).toMatchObject({
      reason: "duplicate_name",
    });
  });

  it.each([["zstd"], "gzip", [1]])("%j as the codings stops the start", (encodings) => {
    expect(() => bodyReader({ schema, encodings: encodings as never })).toThrow(ConfigError);
  });
});
