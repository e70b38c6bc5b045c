/** Reads what the checks need of a Markdown page: its fenced blocks, its links, its headings' anchors. */

const FENCE = /^( *)(`{3,}|~{3,})(.*)$/;
const INLINE_CODE = /(`+)(?:(?!\1).)*\1/g;
const LINK = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*)?\)/g;
const REFERENCE = /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/;
const HTML_ANCHOR = /<[a-z]\w*\s[^>]*?\b(?:id|name)="([^"]+)"/g;

/**
 * @typedef {object} Block
 * @property {number} line The 1-based line of the opening fence.
 * @property {readonly string[]} info The words behind the fence: the language, then flags.
 * @property {string} text
 * @property {boolean} closed
 */

/**
 * The fenced blocks of a page, and its other lines by number.
 *
 * @param {string} page
 * @returns {{ blocks: Block[], prose: { line: number, text: string }[] }}
 */
export function readPage(page) {
  const state = { blocks: [], prose: [], open: undefined };
  for (const [index, text] of page.split(/\r?\n/).entries()) readLine(state, text, index + 1);
  return { blocks: state.blocks, prose: state.prose };
}

function readLine(state, text, line) {
  const [, indent, fence, info] = FENCE.exec(text) ?? [];
  const { open } = state;
  if (open === undefined && fence === undefined) state.prose.push({ line, text });
  else if (open === undefined) {
    state.open = {
      fence,
      indent: indent.length,
      block: { line, info: info.trim().split(/\s+/), text: "", closed: false },
    };
    state.blocks.push(state.open.block);
  } else if (fence?.startsWith(open.fence) && info.trim() === "") {
    open.block.closed = true;
    state.open = undefined;
  } else open.block.text += `${text.slice(Math.min(open.indent, text.search(/\S|$/)))}\n`;
}

/** The targets of all links and images, with their lines. */
export function linksOf(prose) {
  return prose.flatMap(({ line, text }) => {
    const bare = text.replace(INLINE_CODE, (code) => " ".repeat(code.length));
    const targets = [...bare.matchAll(LINK), ...[REFERENCE.exec(bare)].filter((found) => found !== null)];
    return targets.map((found) => ({ line, target: found[1] }));
  });
}

/** The anchors of a page, as GitHub makes them from headings, and those written in HTML. */
export function anchorsOf(prose) {
  const counts = new Map();
  const anchors = new Set();
  for (const { text } of prose) {
    for (const [, name] of text.matchAll(HTML_ANCHOR)) anchors.add(name);
    const heading = HEADING.exec(text)?.[1];
    if (heading === undefined) continue;
    const anchor = anchorFrom(heading);
    const seen = counts.get(anchor) ?? 0;
    counts.set(anchor, seen + 1);
    anchors.add(seen === 0 ? anchor : `${anchor}-${seen}`);
  }
  return anchors;
}

function anchorFrom(heading) {
  const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/<[^>]+>/g, "");
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}
