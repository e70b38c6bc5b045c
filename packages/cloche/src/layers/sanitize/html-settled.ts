/** Recognises HTML that cleaning would give back unchanged, so that most texts are parsed once and not twice. */
import { table } from "../../kernel/index.js";

// The three entities that are written in a text.
const OTHER_ENTITY = /&(?!(?:amp|lt|gt);)/;
// What follows a name: attributes that hold neither markup nor entities, and the end of an element without content.
const REST_OF_TAG = /^(?: [a-z]+="[^"<>&]+")*(?: \/)?$/;
/** Deeper nesting is left to the parser, which ends it somewhere. */
const MAX_DEPTH = 16;

const names = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const VOID = names("br hr img wbr");
/** May stand in any element and end none. */
const PHRASING = names(
  "a abbr b br cite code del em i img ins kbd mark q s samp small span strong sub sup time u var wbr",
);
const BLOCKS = names("article blockquote div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre section ul");
const LIST = names("li");

/** Which elements, beside phrasing, stand in another without ending it. Tables are left to the parser. */
const CONTENT = table({
  article: BLOCKS,
  blockquote: BLOCKS,
  div: BLOCKS,
  figure: BLOCKS,
  li: BLOCKS,
  ol: LIST,
  section: BLOCKS,
  ul: LIST,
});

/** Whether every parser reads the HTML as it is written: every element closed, in its place, and nothing implied. */
export function isSettledHtml(html: string): boolean {
  if (OTHER_ENTITY.test(html)) return false;
  const open: string[] = [];
  let after = 0;
  for (let start = html.indexOf("<"); start !== -1; start = html.indexOf("<", after)) {
    const end = html.indexOf(">", after);
    // The first ">" behind the last tag ends this one, or stands in a text.
    if (end < start || !isInPlace(html.slice(start + 1, end), open)) return false;
    after = end + 1;
  }
  return open.length === 0 && html.indexOf(">", after) === -1;
}

/** Whether a tag, without its brackets, may follow what is open. */
function isInPlace(tag: string, open: string[]): boolean {
  if (tag.startsWith("/")) return open.pop() === tag.slice(1);
  const space = tag.indexOf(" ");
  const name = space === -1 ? tag : tag.slice(0, space);
  if (space !== -1 && !REST_OF_TAG.test(tag.slice(space))) return false;
  const isVoid = VOID.has(name);
  if (isVoid !== tag.endsWith(" /") || open.length >= MAX_DEPTH || !mayStandIn(open.at(-1), name)) return false;
  // A link ends the one it stands in, however deep.
  if (name === "a" && open.includes(name)) return false;
  if (!isVoid) open.push(name);
  return true;
}

function mayStandIn(parent: string | undefined, name: string): boolean {
  if (PHRASING.has(name)) return true;
  const content = parent === undefined ? BLOCKS : (CONTENT as Readonly<Record<string, ReadonlySet<string>>>)[parent];
  return content?.has(name) === true;
}
