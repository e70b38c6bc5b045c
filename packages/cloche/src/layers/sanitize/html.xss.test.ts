import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import sanitizeHtml from "sanitize-html";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { dompurifyOnJsdom, withoutDom } from "./dompurify-on-jsdom.contract.js";
import { defaultEngine } from "./html-engine-default.js";
import { isSettledHtml } from "./html-settled.js";
import {
  fromDompurify,
  fromSanitizeHtml,
  HTML_PROFILES,
  type HtmlCleanerOptions,
  type HtmlProfileName,
  htmlCleaner,
} from "./index.js";

const PROFILES = Object.keys(HTML_PROFILES) as HtmlProfileName[];
/** What cleans, how many random texts there is time for, and of how many attacks each profile meets one. */
const ENGINES: readonly (readonly [name: string, options: HtmlCleanerOptions, runs: number, oneOf: number])[] = [
  ["htmlparser2", {}, 3_000, 1],
  ["sanitize-html", { engine: fromSanitizeHtml(sanitizeHtml) }, 1_000, 1],
  // A hundred times as slow on jsdom.
  ["DOMPurify", { engine: dompurifyOnJsdom() }, 200, 12],
];
const TOKEN = /[^<]+|<(\/?)([a-z][a-z0-9]*)((?: [a-z]+(?:="[^"<>]*")?)*)(?: \/)?>/y;
const ATTRIBUTE = / ([a-z]+)(?:="([^"]*)")?/g;
const ATTRIBUTES = /^(?:href|rel|src|alt|width|height|loading|start|colspan|rowspan|scope|title|lang|dir)$/;
const ADDRESS = /^(?:(?:https?|mailto|tel):[!-~]|[/#](?![/\\])[!-~]*$)/;

/** Reads HTML by a grammar so narrow that every browser agrees, and gives back what no profile may let through. */
function objections(html: string, profile: HtmlProfileName): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < html.length) {
    const token = TOKEN.exec(html);
    if (token === null) return [...found, `unreadable: ${html.slice(at, at + 40)}`];
    at = TOKEN.lastIndex;
    const [, , tag, attributes = ""] = token;
    if (tag === undefined) continue;
    if (!HTML_PROFILES[profile].tags.includes(tag)) found.push(tag);
    for (const [, name = "", value = ""] of attributes.matchAll(ATTRIBUTE)) {
      if (!ATTRIBUTES.test(name)) found.push(`${tag} ${name}`);
      const decoded = value.replace(/&amp;/g, "&");
      if ((name === "href" || name === "src") && !ADDRESS.test(decoded)) found.push(`${tag} ${name}=${value}`);
      // What begins with a slash is a path, whatever stands in it.
      const isText = name === "title" || name === "alt" || decoded.startsWith("/");
      if (/script\s*:/i.test(decoded) && !isText) found.push(`${name}=${value}`);
    }
  }
  return found;
}

const ATTRIBUTES_IN_USE = [
  "",
  " title=x",
  ' title=""',
  ' title="a &amp; b"',
  " href='https://a.example/?b=1&c=2' rel=opener",
  ' href="/menu" title="t" onclick="x()"',
  " lang=de dir=rtl start=3",
];
/** sanitize-html with everything a profile may name, and with nothing of ours. */
const bare = (html: string) =>
  sanitizeHtml(html, {
    allowedTags: [...HTML_PROFILES.article.tags, "h1", "section"],
    allowedAttributes: false,
    allowedSchemes: ["https", "http", "mailto", "tel"],
  });

/** One spelling for HTML that every parser reads alike: attributes in order, elements without content unclosed. */
const spelt = (html: string) =>
  html.replace(/<([a-z0-9]+)((?: [a-z]+="[^"]*")*)(?: \/)?>/g, (_, tag: string, attributes: string) => {
    return `<${tag}${(attributes.match(/ [a-z]+="[^"]*"/g) ?? []).sort().join("")}>`;
  });

describe.each(ENGINES)("HTML cleaned with %s", (_engine, options, runs) => {
  const cleaners = new Map(PROFILES.map((profile) => [profile, htmlCleaner(profile, options)]));
  const cleanHtml = (html: string, profile: HtmlProfileName) => cleaners.get(profile)?.(html) ?? "";

  it.each<[string, HtmlProfileName, string]>([
    ["<b>bold</b><img src=x onerror=alert(1)>", "inline", "<b>bold</b>"],
    ["<p onclick='x()'>Hi<script>x()</script></p>", "comment", "<p>Hi</p>"],
    ["<a href='javascript:alert(1)'>x</a>", "comment", '<a rel="nofollow noopener noreferrer ugc">x</a>'],
    ["<a href='JAVA\tSCRIPT:alert(1)'>x</a>", "comment", '<a rel="nofollow noopener noreferrer ugc">x</a>'],
    ["<a href='//evil.example'>x</a>", "comment", '<a rel="nofollow noopener noreferrer ugc">x</a>'],
    [
      "<a target=_blank rel=opener href='https://a.example'>x</a>",
      "comment",
      '<a href="https://a.example/" rel="nofollow noopener noreferrer ugc">x</a>',
    ],
    ["<a href='\u3000javascript:alert(1)'>x</a>", "comment", '<a rel="nofollow noopener noreferrer ugc">x</a>'],
    ["<a href='/menu#pizza'>x</a>", "comment", '<a href="/menu#pizza" rel="nofollow noopener noreferrer ugc">x</a>'],
    ["<a href='/\\evil.example'>x</a>", "comment", '<a rel="nofollow noopener noreferrer ugc">x</a>'],
    ["<a href='menu'>x</a>", "comment", '<a rel="nofollow noopener noreferrer ugc">x</a>'],
    ["<a href='https://bank.example@evil.example'>x</a>", "comment", '<a rel="nofollow noopener noreferrer ugc">x</a>'],
    ["<img src='https://a.example/b.png' alt='b'>", "article", '<img alt="b" src="https://a.example/b.png" />'],
    ["<img src='data:image/svg+xml,x'>", "article", "<img />"],
    ["x < y & z", "inline", "x &lt; y &amp; z"],
    ["<div style='position:fixed'>x</div>", "article", "<div>x</div>"],
    ["<b>\u0338 onclick=alert(1)", "inline", ""],
    ["<b>&#x338; onclick=alert(1)", "inline", "<b> onclick=alert(1)</b>"],
  ])("%s (%s)", (html, profile, cleaned) => {
    expect(spelt(cleanHtml(html, profile))).toBe(spelt(cleaned));
  });

  it("keeps nothing that runs of what parsers read differently", () => {
    // A style's text for one of them, a style and then an image for the standard's.
    const cleaned = cleanHtml("<svg><style><img src=x onerror=alert(1)></style></svg>", "article");
    expect(["", "<img>"]).toContain(spelt(cleaned));
  });

  it("lets nothing dangerous through, and changes nothing the second time, whatever it is given", () => {
    const part = fc.oneof(
      fc.constantFrom(
        ...Array.from("<>\"'=/&;:! \u0338\0"),
        "<b>",
        "</b>",
        "<p ",
        "<a href=",
        "javascript:",
        "<script>",
        "</script>",
        "<!--",
        "-->",
      ),
      fc.constantFrom(
        "<svg>",
        "<math>",
        "<style>",
        "</style>",
        "<noscript>",
        "<textarea>",
        "<table>",
        "<img src=x ",
        "onerror=",
        "&lt;",
        "&#60;",
        "<![CDATA[",
      ),
      fc.string({ maxLength: 3 }),
    );
    const html = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(html, fc.constantFrom(...PROFILES), (dirty, profile) => {
        const cleaned = cleanHtml(dirty, profile);
        expect(objections(cleaned, profile)).toEqual([]);
        expect(cleanHtml(cleaned, profile)).toBe(cleaned);
        expect(objections(cleaned.normalize("NFC"), profile)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it("gives markup that is well nested back as the engine would a second time", () => {
    const attribute = fc.constantFrom(...ATTRIBUTES_IN_USE);
    const content = fc.letrec<{ node: string; nodes: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom(
          "text",
          "a &amp; b",
          "&lt;b&gt;",
          "x > y",
          '"quoted"',
          "caf\u00e9",
          "a\u200bb",
          "&nbsp;",
          "\n",
          "&#x202e;",
        ),
        fc
          .tuple(fc.constantFrom(...HTML_PROFILES.article.tags, "h1", "section", "script"), attribute, tie("nodes"))
          .map(([tag, written, inside]) => `<${tag}${written}>${inside}</${tag}>`),
        fc.constantFrom("<br>", "<hr />", "<img src='https://a.example/b.png?c=1&d=2' alt=''>", "<br/ title=x>"),
      ),
      nodes: fc.array(tie("node"), { maxLength: 3 }).map((nodes) => nodes.join("")),
    }));
    fc.assert(
      fc.property(content.nodes, fc.constantFrom(...PROFILES), (html, profile) => {
        const cleaned = cleanHtml(html, profile);
        expect(objections(cleaned, profile)).toEqual([]);
        expect(cleanHtml(cleaned, profile)).toBe(cleaned);
        // What is recognised as settled must be what the engine alone, without that recognition, leaves as it is.
        if (isSettledHtml(cleaned)) expect(bare(cleaned)).toBe(cleaned);
      }),
      { numRuns: runs },
    );
  });

  it.each([
    "<a href=/a>x<span><a href=/b>y</a></span></a>",
    "<a><b><i><a></a></i></b></a>",
    "<pre><caption>\n</caption></pre>",
    "<pre>\n\n\n\n\n\ncode</pre>",
    "<pre>\ncode</pre>",
    "<pre title='\n'><b>\n</b></pre>",
  ])("is settled after once: %j", (html) => {
    for (const profile of PROFILES) {
      const cleaned = cleanHtml(html, profile);
      expect(objections(cleaned, profile)).toEqual([]);
      expect(cleanHtml(cleaned, profile)).toBe(cleaned);
    }
    expect(cleanHtml("<pre>\n\n\n\n\n\ncode</pre>", "article")).toMatch(/^<pre>\n{5,6}code<\/pre>$/);
  });

  it.each(["<b>", "<div><p>", "<x>", "<b></x>", "<a href=/>", "<li><ul>"])(
    "does not choke on a nesting bomb of %s",
    (piece) => {
      const started = process.cpuUsage();
      expect(objections(cleanHtml(piece.repeat(90_000), "article"), "article")).toEqual([]);
      expect(process.cpuUsage(started).user).toBeLessThan(2e6);
    },
  );

  it("keeps what is deep, as some editors write it", () => {
    const deep = `${"<div>".repeat(200)}soup${"</div>".repeat(200)}`;
    expect(cleanHtml(deep, "article").replace(/<[^>]*>/g, "")).toBe("soup");
  });
});

describe("a profile", () => {
  it.each([
    "unknown",
    { tags: ["script"] },
    { tags: ["svg"] },
    { tags: ["iframe"] },
    { tags: ["form", "p"] },
    { tags: ["a"], linkProtocols: ["javascript"] },
    { tags: ["img"], imageProtocols: ["data"] },
    { tags: ["p"], styles: true },
  ])("%j stops the start", (profile) => {
    expect(() => htmlCleaner(profile as { tags: string[] })).toThrow(ConfigError);
  });

  it("of one's own keeps what it names", () => {
    expect(htmlCleaner({ tags: ["h1", "a"] })("<h1>x<b>y</b><a href='https://a.example'>z</a></h1>")).toBe(
      "<h1>xyz</h1>",
    );
  });

  it("has an engine that cleans: DOMPurify without a DOM would give everything back as it is", () => {
    expect(withoutDom()).not.toHaveProperty("sanitize");
    expect(() => fromDompurify(withoutDom())).toThrow(ConfigError);
    expect(() => htmlCleaner("inline", { engine: "dompurify" as never })).toThrow(ConfigError);
    expect(() => htmlCleaner("inline", { engin: dompurifyOnJsdom() } as object)).toThrow(ConfigError);
  });

  it("needs htmlparser2, and says so", () => {
    const load = () => {
      throw new Error("Cannot find module");
    };
    expect(() => defaultEngine(load)).toThrow(expect.objectContaining({ code: "peer_missing" }));
  });
});

const XSS = new URL("../../../../../../shared/vectors/xss.json", import.meta.url);

describe.skipIf(!existsSync(XSS)).each(ENGINES)(
  "public attack payloads cleaned with %s",
  (_engine, options, _runs, oneOf) => {
    interface Vector {
      readonly id: string;
      readonly payload: string;
    }
    const vectors = existsSync(XSS) ? (JSON.parse(readFileSync(XSS, "utf8")) as readonly Vector[]) : [];

    it.each(PROFILES)("are harmless once cleaned by %s, and stay as they are when cleaned again", (profile) => {
      const clean = htmlCleaner(profile, options);
      expect(vectors.length).toBeGreaterThan(1_000);
      const met = vectors.filter((_, index) => index % oneOf === PROFILES.indexOf(profile) % oneOf);
      for (const { id, payload } of met) {
        const cleaned = clean(payload);
        expect({ id, objections: objections(cleaned, profile) }).toEqual({ id, objections: [] });
        expect({ id, cleaned: clean(cleaned) }).toEqual({ id, cleaned });
      }
    });
  },
);
