/** Canaries are sent through every field and every failing path of each logger; not one byte of them may come out. */
import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { createLogger, format, transports } from "winston";
import { Secret, type SecurityEvent } from "../../kernel/index.js";
import {
  jsonSink,
  type LogSink,
  type Observer,
  observer,
  pinoSink,
  type RequestRecord,
  redaction,
  safeLog,
  winstonSink,
} from "./index.js";

const JWT = `${Buffer.from('{"alg":"HS256"}').toString("base64url")}.${Buffer.from('{"sub":"guest-7731"}').toString("base64url")}.c2lnbmF0dXJlLWNhbmFyeQ`;

/** What each kind of canary looks like, and what of it must never come out. */
const canaries = {
  "a registered secret": ["k9Zq-canary-value_77", "k9Zq-canary-value_77"],
  "a registered secret in base64": [
    Buffer.from("k9Zq-canary-value_77").toString("base64"),
    "azlacS1jYW5hcnktdmFsdWVfNz",
  ],
  "a registered secret beside a user": [
    Buffer.from("app:k9Zq-canary-value_77").toString("base64"),
    "WnEtY2FuYXJ5LXZhbHVl",
  ],
  "a registered secret in hexadecimal": [
    Buffer.from("k9Zq-canary-value_77").toString("hex"),
    Buffer.from("canary").toString("hex"),
  ],
  "a registered secret in a URL": [encodeURIComponent("p%&ss w/rd=+kanarie"), "kanarie"],
  "a registered secret of several lines": ["first-line-kanarie\nsecond-line-kanarie", "kanarie"],
  "a database password": ["dbpass-canary-42", "dbpass-canary-42"],
  "a JWT": [JWT, "eyJzdWIiOiJndWVzdC03NzMxIn0"],
  "a bearer header": ["Bearer opaque-canary-token", "opaque-canary"],
  "a basic header": ["Authorization: Basic Z3Vlc3Q6b3Blbg==", "Z3Vlc3Q6b3Blbg"],
  "a cookie": ["Cookie: sid=cookie-canary; theme=dark", "cookie-canary"],
  "a password in a query": ["/sign-in?password=hunter2canary&x=1", "hunter2canary"],
  "a password in JSON": ['{"password":"two words canary","n":1}', "words canary"],
  "a password in JSON in JSON": [JSON.stringify(JSON.stringify({ userPassword: "inner canary" })), "inner canary"],
  "a password in an address": ["redis://default:canarypass@cache:6379", "canarypass"],
  "a partner's key": ["sk_live_51HcanaryABCDEF0123", "51Hcanary"],
  "a private key": ["-----BEGIN PRIVATE KEY-----\nMIIcanary\n-----END PRIVATE KEY-----", "MIIcanary"],
  "a telephone number": ["+49 170 5550 199", "5550 199"],
  "a telephone number without spaces": ["+919876543210", "9876543210"],
  "a telephone number in a URL": ["to=whatsapp%3A%2B14155550123", "4155550123"],
  "a national telephone number": ["(415) 555-0123", "555-0123"],
  "a telephone number of digits only": ["01705550199", "5550199"],
  "a mail address": ["first.last+tag@mail.example.com", "first.last"],
  "a mail address in a URL": ["u=first.last%40mail.example.com", "first.last"],
  "a card number": ["4111 1111 1111 1111", "1111 1111"],
  "a card number without spaces": ["card 5555555555554444 declined", "5555555555554444"],
} as const;

const secrets = [
  new Secret("k9Zq-canary-value_77", "JWT_SECRET"),
  new Secret("p%&ss w/rd=+kanarie", "SMTP_PASSWORD"),
  new Secret("first-line-kanarie\nsecond-line-kanarie", "KEY"),
  new Secret("postgres://app:dbpass-canary-42@db.internal/restaurant", "DATABASE_URL"),
];

const loggers: Record<string, (write: (text: string) => void) => LogSink> = {
  pino: (write) => pinoSink(pino({ level: "debug" }, { write })),
  winston: (write) => {
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        write(chunk.toString());
        done();
      },
    });
    const printed = format.printf((info) => `${info.level} ${String(info.message)} ${JSON.stringify(info)}`);
    return winstonSink(
      createLogger({ level: "debug", format: printed, transports: [new transports.Stream({ stream })] }),
    );
  },
  JSON: (write) => jsonSink({ write: (line) => write(`${line}\n`) }),
};

const record: RequestRecord = {
  at: 1_767_225_600_000,
  requestId: "req-0123456789abcdef",
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  method: "POST",
  route: "/api/v1/orders/{id}",
  status: 403,
  outcome: "refused",
  reason: "not_owner",
  callerId: "guest_8Zk",
  network: "203.0.113.0/24",
  durationMilliseconds: 3.25,
};
const event: SecurityEvent = {
  name: "request.refused",
  at: record.at,
  reason: "not_owner",
  route: "POST /api/v1/orders",
};

const recordFields = ["requestId", "traceId", "method", "route", "reason", "callerId", "network"] as const;
const eventFields = ["reason", "route", "requestId", "callerId", "partner", "subject"] as const;

/** Sends a canary through every field of every line an observer and an application's log can write. */
function sendEverywhere(canary: string, observe: Observer, sink: LogSink): void {
  for (const field of recordFields) observe.request({ ...record, [field]: canary });
  for (const field of eventFields) observe.event({ ...event, [field]: canary });
  for (const error of failures(canary)) observe.failure(error, { requestId: canary, route: canary });
  const log = safeLog(sink, { redaction: redaction({ secrets }) });
  log.info(canary);
  for (const value of holders(canary)) log.warn("Something to look at.", { value });
  for (const error of failures(canary)) log.error("It failed.", { error, nested: { list: [error] } });
}

/** Every kind of value that can hold a text. */
function holders(canary: string): unknown[] {
  class Order {
    readonly note = canary;
  }
  const cyclic: Record<string, unknown> = { canary };
  cyclic.itself = cyclic;
  return [
    canary,
    [canary],
    { deep: { deeper: [{ deepest: canary }] } },
    { [canary]: 1 },
    new Map<unknown, unknown>([
      ["a", canary],
      [canary, "b"],
      [{ canary }, 1],
    ]),
    new Set([canary]),
    new Order(),
    new Secret(canary, "LABEL"),
    Object.assign(() => {}, { canary }),
    Object.create({ inherited: canary }, { own: { value: canary, enumerable: true } }),
    new URLSearchParams({ note: canary }),
    Symbol(canary),
    { toJSON: () => canary, note: canary },
    { rawHeaders: ["Host", "a.test", "X-Note", canary] },
    cyclic,
    `${"x".repeat(2040)}${canary}`,
    `${"x".repeat(16_380)} ${canary}`,
    `\u001b[31m${canary.slice(0, 5)}\u001b[0m${canary.slice(5)}`,
    `${canary.slice(0, 6)}\u0000${canary.slice(6)}`,
    Buffer.from(canary),
  ];
}

/** Every way an error can hold a text. */
function failures(canary: string): unknown[] {
  const request = Object.assign(new Error(`Request failed: ${canary}`), {
    code: canary,
    config: {
      url: `https://api.test/?q=${canary}`,
      headers: { Authorization: canary, "X-Note": canary },
      data: canary,
    },
    request: { _header: canary },
    response: { data: { echo: canary }, headers: { "set-cookie": [canary] } },
    parameters: [canary],
    detail: `Key (email)=(${canary}) already exists.`,
    status: canary,
    constraint: canary,
  });
  const named = new Error("renamed");
  named.name = canary;
  named.stack = `${canary}\n    at ${canary} (file.js:1:1)`;
  return [
    request,
    named,
    new Error("outer", { cause: new Error("inner", { cause: canary }) }),
    new Error("outer", { cause: { note: canary } }),
    new AggregateError([request, new TypeError(canary), canary], canary),
    new DOMException(canary, canary),
    canary,
    { thrown: canary, message: canary },
  ];
}

describe.each(Object.entries(loggers))("through %s", (_logger, loggerOf) => {
  it.each(Object.entries(canaries))("no byte of %s comes out", async (_name, [canary, trace]) => {
    expect(canary).toContain(trace);
    let output = "";
    const sink = loggerOf((text) => {
      output += text;
    });
    sendEverywhere(canary, observer({ logger: sink, redaction: redaction({ secrets }) }), sink);
    await new Promise((resolve) => setImmediate(resolve));
    expect(output.split("\n").length).toBeGreaterThan(40);
    expect(output.split("\n").find((line) => line.includes(trace))).toBeUndefined();
  });

  it("no byte of a value under a sensitive name comes out", async () => {
    let output = "";
    const sink = loggerOf((text) => {
      output += text;
    });
    const log = safeLog(sink, { redaction: redaction({ keys: ["table_number"] }) });
    const names =
      "password PASSWORD user_password newPassword passwd pwd passphrase token refreshToken access-token authorization " +
      "Proxy-Authorization cookie Set-Cookie secret clientSecret apiKey x-api-key API_KEY privateKey card cardNumber cvc " +
      "iban email customerEmail phone phoneNumber mobile_number ssn otp pin x-hub-signature-256 sessionId tableNumber " +
      "credentials";
    for (const name of names.split(" ")) {
      for (const value of ["plainest", 7_358_111, ["plainest"], { a: { b: "plainest" } }]) {
        log.info("A line.", { deep: [{ [name]: value }] });
        log.info("A line.", { [name]: value });
        log.info("A line.", { headers: new Map([[name, value]]), pairs: [{ name, value }] });
      }
    }
    log.info("A line.", { rawHeaders: ["Cookie", "plainest", "Authorization", "plainest"] });
    log.info("A line.", { headers: new Headers({ authorization: "plainest", "x-api-key": "plainest" }) });
    await new Promise((resolve) => setImmediate(resolve));
    expect(output.length).toBeGreaterThan(1000);
    expect(output.split("\n").filter((line) => /plainest|7358111/.test(line))).toEqual([]);
  });

  it("a clean record comes out whole", async () => {
    let output = "";
    const sink = loggerOf((text) => {
      output += text;
    });
    observer({ logger: sink, redaction: redaction({ secrets }) }).request(record);
    await new Promise((resolve) => setImmediate(resolve));
    const line: unknown = JSON.parse(output.slice(output.indexOf("{")));
    expect(line).toMatchObject(record);
  });
});
