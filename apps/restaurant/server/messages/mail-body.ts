/** Writes an e-mail twice: as plain text, and as HTML in which every text is a text. */
import { cleanText, forAttribute, forHtml } from "cloche/sanitize";
import { filled, type Language, type Placeholder } from "../../contracts/index.js";
import type { Table } from "./receipt.js";

/** What an e-mail says. */
export interface MailWords {
  readonly language: Language;
  readonly subject: string;
  /** Paragraphs, with placeholders. */
  readonly body: string;
  readonly value: (name: Placeholder) => string;
  readonly table?: Table | undefined;
  readonly footer: readonly string[];
}

/** An e-mail as it is sent. */
export interface MailBody {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes it. Nothing is fetched to show it: no picture, no style sheet, nothing that tells who has read it. */
export function mailBody({ language, subject, body, value, table, footer }: MailWords): MailBody {
  const line = (text: string) => cleanText(text);
  const inLine = (name: Placeholder) => line(value(name));
  const text = cleanText(filled(body, { value: inLine }), { multiline: true });
  const marked = filled(cleanText(body, { multiline: true }), {
    literal: forHtml,
    value: (name) => (name === "link" ? linked(inLine(name)) : forHtml(inLine(name))),
  });
  const signed = footer.map(line);
  const head = line(filled(subject, { value: inLine }));
  return {
    subject: head,
    text: [text, ...(table === undefined ? [] : [tableText(table)]), `-- \n${signed.join("\n")}`].join("\n\n"),
    html: [
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${forHtml(head)}</title></head><body>`,
      ...marked.split(/\n{2,}/).map((part) => `<p>${part.replaceAll("\n", "<br>")}</p>`),
      ...(table === undefined ? [] : [tableHtml(table)]),
      `<hr><p><small>${signed.map(forHtml).join("<br>")}</small></p></body></html>`,
    ].join("\n"),
  };
}

function linked(url: string): string {
  return /^https?:\/\//.test(url) ? `<a href="${forAttribute(url)}">${forHtml(url)}</a>` : forHtml(url);
}

/** Amounts end in one column where the letters are as wide as one another, and follow their names everywhere else. */
function tableText({ title, rows }: Table): string {
  const cells = rows.map(([name, amount]) => [cleanText(name), cleanText(amount)] as const);
  const width = Math.max(...cells.map(([name, amount]) => name.length + amount.length)) + 2;
  return [title, ...cells.map(([name, amount]) => `${name.padEnd(width - amount.length)}${amount}`)].join("\n");
}

function tableHtml({ title, rows }: Table): string {
  const cells = rows.map(
    ([name, amount]) =>
      `<tr><td>${forHtml(cleanText(name))}</td><td align="right">${forHtml(cleanText(amount))}</td></tr>`,
  );
  return `<table><caption>${forHtml(cleanText(title))}</caption>${cells.join("")}</table>`;
}
