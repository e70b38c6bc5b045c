/** Reads an e-mail as its reader's program does: headers unfolded and decoded (RFC 5322, 2047), parts by type (RFC 2045, 2046). */

/** An e-mail that has arrived. */
export interface ReceivedMail {
  /** Whom the envelope named; headers may say anything. */
  readonly to: readonly string[];
  readonly from: string;
  /** Names in lower case; the first of a name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Every header's name, in order. */
  readonly names: readonly string[];
  readonly text: string;
  readonly html: string;
  readonly raw: string;
}

/** Reads it. */
export function receivedMail(raw: string, { from, to }: Pick<ReceivedMail, "from" | "to">): ReceivedMail {
  const whole = partOf(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(whole.headers["content-type"] ?? "")?.[1];
  const parts = boundary === undefined ? [whole] : partsOf(whole.body, boundary);
  const contentOf = (type: string) =>
    parts.filter(({ headers }) => (headers["content-type"] ?? "text/plain").startsWith(type)).map(decoded)[0] ?? "";
  return { from, to, ...named(whole), text: contentOf("text/plain"), html: contentOf("text/html"), raw };
}

interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly names: readonly string[];
  readonly body: string;
}

const named = ({ headers, names }: Part) => ({ headers, names });

function partOf(raw: string): Part {
  const end = raw.indexOf("\r\n\r\n");
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n(?=[ \t])/g, "")
    .split("\r\n");
  const fields = lines.map((line) => {
    const [name = "", ...value] = line.split(":");
    return [name.toLowerCase(), words(value.join(":").trim())] as const;
  });
  return {
    headers: Object.fromEntries(fields.toReversed()),
    names: fields.map(([name]) => name),
    body: raw.slice(end + 4),
  };
}

function partsOf(body: string, boundary: string): readonly Part[] {
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => partOf(part.replace(/^\r\n/, "")));
}

function decoded({ headers, body }: Part): string {
  const encoding = headers["content-transfer-encoding"];
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8").replaceAll("\r\n", "\n");
  const text = encoding === "quoted-printable" ? quoted(body.replaceAll(/=\r\n/g, "")) : body;
  return text.replaceAll("\r\n", "\n");
}

function quoted(text: string): string {
  return Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");
}

/** Encoded words beside one another are one text, which may have been cut within a letter. */
function words(text: string): string {
  return text.replaceAll(/(\?=)\s+(=\?)/g, "$1$2").replaceAll(/(?:=\?utf-8\?[qb]\?[^?]*\?=)+/gi, (run) => {
    const bytes = Array.from(run.matchAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi), ([, how = "", word = ""]) =>
      how.toLowerCase() === "b" ? Buffer.from(word, "base64") : Buffer.from(quoted(word.replaceAll("_", " "))),
    );
    return Buffer.concat(bytes).toString("utf8");
  });
}
