/** Making a guest's text harmless, plain and hostile. */
import { cleanText, forHtml, HTML_PROFILES, htmlCleaner } from "cloche/sanitize";
import DOMPurify from "isomorphic-dompurify";
import sanitizeHtml from "sanitize-html";
import xss from "xss";

const PLAIN = "no onions please, ring the bell twice";
const HOSTILE =
  'no <b>onions</b> <script>alert(1)</script><img src=x onerror="alert(2)">' +
  '<a href="javascript:alert(3)">menu</a><svg/onload=alert(4)><iframe srcdoc="&lt;script&gt;">' +
  '<div style="background:url(javascript:alert(5))">leave at the door</div>';
const UNSAFE = /[&<>"']/;
const ENTITY = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeByHand = (text) => (UNSAFE.test(text) ? text.replace(/[&<>"']/g, (char) => ENTITY[char]) : text);
const noTags = { allowedTags: [], allowedAttributes: {} };
const xssNoTags = new xss.FilterXSS({ whiteList: {}, stripIgnoreTag: true, stripIgnoreTagBody: ["script"] });
const cleanRich = htmlCleaner("comment");
/** What the profile `comment` keeps, in the words of sanitize-html: one pass, and no look at invisible characters. */
const comment = {
  allowedTags: HTML_PROFILES.comment.tags,
  allowedAttributes: { "*": ["title", "lang", "dir"], a: ["href", "rel"], ol: ["start"] },
  allowedSchemes: ["https", "http", "mailto"],
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform("a", { rel: "nofollow noopener noreferrer ugc" }) },
};

function group(text) {
  return [
    { name: "escaping five characters by hand", run: () => escapeByHand(text) },
    { name: "cloche/sanitize forHtml", run: () => forHtml(text) },
    { name: "cloche/sanitize cleanText (plainText)", run: () => cleanText(text) },
    { name: "cloche/sanitize cleanText, then forHtml", run: () => forHtml(cleanText(text)) },
    {
      name: "cloche/sanitize richText, profile comment",
      run: () => cleanRich(text),
      atMost: [1, "sanitize-html, the same profile"],
    },
    { name: "xss", run: () => xss(text) },
    { name: "xss, reused filter, no tags", run: () => xssNoTags.process(text) },
    { name: "sanitize-html", run: () => sanitizeHtml(text) },
    { name: "sanitize-html, the same profile", run: () => sanitizeHtml(text, comment) },
    { name: "sanitize-html, no tags", run: () => sanitizeHtml(text, noTags) },
    { name: "isomorphic-dompurify (jsdom)", run: () => DOMPurify.sanitize(text) },
  ];
}

export const GROUPS = { "sanitize: a plain text": group(PLAIN), "sanitize: a hostile text": group(HOSTILE) };
