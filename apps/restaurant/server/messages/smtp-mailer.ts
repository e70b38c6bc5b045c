/** Hands e-mail to an SMTP server: encrypted anywhere but on this machine, one address at a time. */
import { createHash } from "node:crypto";
import type { Secret } from "cloche";
import { cleanText } from "cloche/sanitize";
import { createTransport } from "nodemailer";
import { MessageRefused } from "./twilio-sender.js";

/** How the server is reached. */
export interface SmtpOptions {
  /** `smtps://user:password@host:port` or `smtp://...` */
  readonly url: Secret;
  /** The address e-mail comes from. */
  readonly from: string;
}

/** An e-mail, ready to go. */
export interface Mail {
  /** What tells it from every other: its `Message-ID` is made of it, so that a second try is known for what it is. */
  readonly key: string;
  readonly to: string;
  /** Who writes, in words. */
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Hands e-mail over, and answers its `Message-ID`. */
export interface Mailer {
  readonly send: (mail: Mail) => Promise<string>;
}

const PATIENCE_MILLISECONDS = 10_000;
const HERE: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];
const PORTS = { smtps: 465, smtp: 587 } as const;

/** What the package is told: there is no way to an unencrypted connection but to this machine. */
export function transportOptions(url: Secret) {
  const { protocol, hostname, port, username, password } = new URL(url.reveal());
  const secure = protocol === "smtps:";
  const isHere = !secure && HERE.includes(hostname);
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: hostname.replaceAll(/[[\]]/g, ""),
    port: port === "" ? PORTS[secure ? "smtps" : "smtp"] : Number(port),
    secure,
    requireTLS: !secure && !isHere,
    // A server of this machine often shows a certificate that nobody vouches for.
    ignoreTLS: isHere,
    tls: { minVersion: "TLSv1.2" },
    ...(username === "" ? {} : { auth }),
    connectionTimeout: PATIENCE_MILLISECONDS,
    greetingTimeout: PATIENCE_MILLISECONDS,
    socketTimeout: 2 * PATIENCE_MILLISECONDS,
    // Nothing of a message is ever fetched from a disk or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  } as const;
}

/** Makes the mailer. */
export function smtpMailer({ url, from }: SmtpOptions): Mailer {
  const transport = createTransport(transportOptions(url));
  return {
    async send({ key, to, fromName, subject, text, html }) {
      const messageId = messageIdOf(key, from);
      try {
        await transport.sendMail({
          // As objects neither name nor address is taken apart, so that no second address hides in one.
          from: { name: headerText(fromName, MOST_NAME), address: from },
          to: { name: "", address: to },
          envelope: { from, to },
          ...{ subject: headerText(subject, MOST_SUBJECT), text, html, messageId },
          // RFC 3834: so that no answering machine answers.
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return messageId;
      } catch (error) {
        throw isRefusal(error) ? new MessageRefused("The server refused the e-mail.", { cause: error }) : error;
      }
    },
  };
}

const MOST_NAME = 80;
const MOST_SUBJECT = 200;

/** One line, without what cannot be seen. */
const headerText = (text: string, maxLength: number): string => cleanText(text, { maxLength });

/** RFC 5322 section 3.6.4; nothing of the key can be read from it. */
export function messageIdOf(key: string, from: string): string {
  const name = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return `<${name}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}

/**
 * What the server says for good of the message or of whom it is for (RFC 5321 section 4.2.1). A wrong password, or a sender
 * that it does not take, are ours to mend: until then messages wait.
 */
function isRefusal(error: unknown): boolean {
  const { responseCode, code, command } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const isOfMessage = code === "EMESSAGE" || (code === "EENVELOPE" && command !== "MAIL FROM");
  return isOfMessage && typeof responseCode === "number" && responseCode >= 500;
}
