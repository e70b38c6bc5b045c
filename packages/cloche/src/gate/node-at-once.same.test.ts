/** An answer that is written in one piece says on the wire what Node.js would have said in several. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "./decision.js";
import { writeAtOnce, writtenOften } from "./node-at-once.js";
import { writeNode } from "./node-write.js";

const COVER = writtenOften(["x-content-type-options", "nosniff", "content-security-policy", "default-src 'none'; a=b"]);

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;
let listener: Listener = () => {};
const server = createServer((request, response) => {
  response.sendDate = false;
  listener(request, response);
});

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

/** What the server sends on one connection for some requests, the last of which closes it. */
function wire(requests: string, answering: Listener): Promise<string> {
  listener = answering;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1", () => socket.write(requests));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.on("error", reject);
  });
}

interface Heard {
  readonly start: string | undefined;
  readonly fields: readonly string[];
  readonly body: string;
}

/** Takes apart what was sent. The headers of each answer come in another order, which says nothing (RFC 9110 section 5.3). */
function heard(text: string, hasBodies: boolean): readonly Heard[] {
  const end = text.indexOf("\r\n\r\n");
  if (text === "") return [];
  if (end < 0) throw new Error("The answer has no end of its head.");
  const [start, ...fields] = text.slice(0, end).split("\r\n");
  const told = fields.find((line) => line.startsWith("content-length: "))?.slice("content-length: ".length) ?? "0";
  const length = hasBodies ? Number(told) : 0;
  const rest = text.slice(end + 4);
  return [{ start, fields: fields.sort(), body: rest.slice(0, length) }, ...heard(rest.slice(length), hasBodies)];
}

const answers = fc.record({
  status: fc.constantFrom(200, 201, 204, 304, 400, 404, 429, 500),
  own: fc.array(fc.tuple(fc.constantFrom("ratelimit", "x-own", "set-cookie"), fc.stringMatching(/^[ -~]{0,20}$/)), {
    maxLength: 4,
  }),
  body: fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constant(undefined), fc.constant("a".repeat(20_000))),
});
const heads = fc.record({
  method: fc.constantFrom("GET", "HEAD", "POST"),
  version: fc.constantFrom("1.0", "1.1"),
  times: fc.integer({ min: 1, max: 3 }),
});

describe("an answer in one piece", () => {
  it("is the same answer, for every body, method and version, pipelined or alone", async () => {
    await fc.assert(
      fc.asyncProperty(answers, heads, async ({ status, own, body }, { method, version, times }) => {
        const answer = (): Answer => ({ status, headers: [...COVER, ...own.flat()], body, outcome: "answered" });
        const one = (connection: string) =>
          `${method} / HTTP/${version}\r\nhost: a\r\nconnection: ${connection}\r\ncontent-length: 0\r\n\r\n`;
        const requests = one("keep-alive").repeat(times - 1) + one("close");
        const usual = await wire(requests, (_, response) => writeNode(response, answer()));
        const atOnce = await wire(requests, (_, response) => writeNode(response, { ...answer(), cover: COVER }));
        const hasBodies = method !== "HEAD";
        const said = heard(usual, hasBodies);
        if (version === "1.1") expect(said).toHaveLength(times);
        expect(heard(atOnce, hasBodies)).toEqual(said);
      }),
      { numRuns: 300 },
    );
  });

  const written = { status: 200, body: "{}", outcome: "answered", cover: COVER } as const;
  const given = (): Answer => ({ ...written, headers: [...COVER] });
  const request = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

  it("is one piece on the way to the socket", async () => {
    const pieces: unknown[] = [];
    await wire(request, (_, response) => {
      const { socket } = response;
      if (socket === null) throw new Error("There is no socket.");
      const write = socket.write.bind(socket) as (...all: unknown[]) => boolean;
      socket.write = (...all: unknown[]) => {
        pieces.push(all[0]);
        return write(...all);
      };
      expect(writeAtOnce(response, given())).toBe(true);
    });
    expect(pieces).toHaveLength(1);
  });

  it("is left to whoever stands in front of the response", async () => {
    const text = await wire(request, (_, response) => {
      const end = response.end.bind(response) as (...all: unknown[]) => ServerResponse;
      response.end = (...all: unknown[]) => end(...(all[0] === "{}" ? ["[]"] : all));
      expect(writeAtOnce(response, given())).toBe(false);
      return writeNode(response, given());
    });
    expect(text.endsWith("\r\n\r\n[]")).toBe(true);
  });

  it("is not made where a framework has set headers, lengths are held strictly, or the list is not known", async () => {
    await wire(request, (_, response) => {
      response.setHeader("x-framework", "set");
      expect(writeAtOnce(response, given())).toBe(false);
      response.end();
    });
    await wire(request, (_, response) => {
      response.strictContentLength = true;
      expect(writeAtOnce(response, given())).toBe(false);
      response.end();
    });
    for (const list of [
      ["x-a", "line\nbreak"],
      ["connection", "close"],
      ["x a", "b"],
      ["x-a", "\u00e9"],
    ]) {
      const cover = writtenOften(list);
      await wire(request, (_, response) => {
        expect(writeAtOnce(response, { ...written, headers: [...cover], cover })).toBe(false);
        response.end();
      });
    }
  });
});
