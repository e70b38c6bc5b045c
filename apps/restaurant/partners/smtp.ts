/** Imitates the server that takes the restaurant's e-mail: real SMTP, nothing is passed on, and a page lists what came. */
import { SMTPServer } from "smtp-server";
import { type Answer, startServer } from "./http.js";
import { escaped, page } from "./pages.js";
import { type ReceivedMail, receivedMail } from "./received-mail.js";

/** The running imitation, and what a test does to it. */
export interface SmtpImitation {
  /** Where it takes e-mail, as `SMTP_URL` has it. */
  readonly smtpUrl: string;
  /** Where what came is listed. */
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** The next recipients, or senders, are refused with this reply code. */
  readonly refuse: (many: number, code: number, whom?: "recipient" | "sender") => void;
  readonly stop: () => Promise<void>;
}

const HOST = "127.0.0.1";
const MOST_BYTES = 1_000_000;

/** Starts it. It offers neither encryption nor sign-in, since nobody else can reach it. */
export async function startSmtp(): Promise<SmtpImitation> {
  const received: ReceivedMail[] = [];
  const refusing = { many: 0, code: 0, whom: "recipient" };
  const asked = (whom: string, done: (error?: Error) => void) => {
    if (refusing.whom !== whom || refusing.many <= 0) return done();
    refusing.many -= 1;
    done(Object.assign(new Error("Not this time."), { responseCode: refusing.code }));
  };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    size: MOST_BYTES,
    logger: false,
    onMailFrom: (_, __, done) => asked("sender", done),
    onRcptTo: (_, __, done) => asked("recipient", done),
    onData(stream, { envelope }, done) {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        received.push(receivedMail(Buffer.concat(pieces).toString("utf8"), { from, to }));
        done();
      });
    },
  });
  const smtpUrl = await listening(server);
  const list = await startServer(({ method, path }) =>
    method === "GET" && path === "/" ? listOf(received) : undefined,
  );
  return {
    ...{ smtpUrl, url: list.url, received },
    refuse(many, code, whom = "recipient") {
      Object.assign(refusing, { many, code, whom });
    },
    async stop() {
      await Promise.all([list.stop(), new Promise<void>((resolve) => server.close(() => resolve()))]);
    },
  };
}

function listening(server: SMTPServer): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const listener = server.listen(0, HOST, () => {
      server.off("error", reject);
      // A client that is gone is no reason to end.
      server.on("error", () => {});
      const address = listener.address();
      resolve(`smtp://${HOST}:${typeof address === "object" && address !== null ? address.port : 0}`);
    });
  });
}

function listOf(received: readonly ReceivedMail[]): Answer {
  const rows = received
    .toReversed()
    .map(
      ({ to, headers, text }) =>
        `<p><strong>${escaped(headers["subject"] ?? "")}</strong><br>from ${escaped(headers["from"] ?? "")} to ${escaped(
          to.join(", "),
        )}</p><pre>${escaped(text)}</pre>`,
    );
  const html = page("E-mail (imitation)", rows.length === 0 ? "<p>Nothing was sent yet.</p>" : rows.join("<hr>"));
  return { status: 200, html };
}
