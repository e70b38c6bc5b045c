/** Blanks comments, texts and regular expressions out of TypeScript source, so that what is left is code and nothing else. */

const REGEX_MAY_FOLLOW =
  /(?:^|[(,=:[!&|?{;+\-*%~^<>]|\b(?:return|typeof|case|in|of|delete|void|throw|new|do|else|yield|await))$/;
const REGEX = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const LINE_COMMENT = /\/\/[^\n]*|^#![^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y;
const QUOTED = /"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/y;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
const CODE_RUN = /[^"'`/{}#]+/y;

/**
 * The masked source, of the same length and with the same lines, and the texts that were blanked.
 *
 * @typedef {object} Masked
 * @property {string} code Source whose comments are spaces, and texts and regular expressions underscores; quotes stay.
 * @property {Map<number, string>} texts The content of each quoted text and plain template by the offset of its opening quote.
 * @property {boolean} readable False where the end came inside a comment or a template: nothing after that was seen.
 */

/**
 * Masks one file.
 *
 * @param {string} source
 * @returns {Masked}
 */
export function mask(source) {
  const state = { source, at: 0, out: [], tail: "", texts: new Map(), braces: [], readable: true };
  while (state.at < source.length) step(state);
  return { code: state.out.join(""), texts: state.texts, readable: state.readable && state.braces.length === 0 };
}

function step(state) {
  const char = state.source[state.at];
  if (char === '"' || char === "'") return quoted(state);
  if (char === "`") return template(state, 1);
  if (char === "/" || char === "#") return slash(state);
  if (char === "{" || char === "}") return brace(state, char);
  keep(state, match(CODE_RUN, state));
}

function match(pattern, { source, at }) {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function keep(state, text) {
  state.out.push(text);
  state.tail = (state.tail + text).trimEnd().slice(-16);
  state.at += text.length;
}

function blank(state, text, filler) {
  state.out.push(text.replace(/[^\n]/g, filler));
  state.at += text.length;
}

function quoted(state) {
  const text = match(QUOTED, state);
  const closed = text.length > 1 && text.endsWith(text[0]);
  state.texts.set(state.at, text.slice(1, closed ? -1 : undefined));
  keep(state, text[0]);
  blank(state, text.slice(1, closed ? -1 : undefined), "_");
  if (closed) keep(state, text[0]);
}

/** Reads a template from its backtick, or from the brace that ends a substitution, up to the next substitution or its end. */
function template(state, opening) {
  const start = state.at;
  keep(state, state.source.slice(start, start + opening));
  const text = match(TEMPLATE_TEXT, state);
  blank(state, text, "_");
  if (state.source.startsWith("${", state.at)) {
    keep(state, "${");
    state.braces.push("substitution");
  } else if (state.at < state.source.length) {
    keep(state, "`");
    if (state.source[start] === "`") state.texts.set(start, text);
  } else {
    state.readable = false;
  }
}

function slash(state) {
  const comment = match(LINE_COMMENT, state) ?? match(BLOCK_COMMENT, state);
  if (comment !== undefined) return blank(state, comment, " ");
  if (state.source.startsWith("/*", state.at)) state.readable = false;
  const regex = regexMayFollow(state) ? match(REGEX, state) : undefined;
  if (regex === undefined) return keep(state, state.source[state.at]);
  keep(state, "/");
  blank(state, regex.slice(1, -1), "_");
  keep(state, regex.at(-1));
  state.tail = "/ ";
}

/** Whether a slash here starts a regular expression rather than divides; a slash right behind `<` closes a JSX tag. */
function regexMayFollow({ source, at, tail }) {
  return source[at] === "/" && source[at - 1] !== "<" && REGEX_MAY_FOLLOW.test(tail);
}

function brace(state, char) {
  if (char === "{") state.braces.push("block");
  else if (state.braces.pop() === "substitution") return template(state, 1);
  keep(state, char);
}

/**
 * The 1-based line of an offset.
 *
 * @param {string} source
 * @param {number} offset
 * @returns {number}
 */
export function lineAt(source, offset) {
  return source.slice(0, offset).split("\n").length;
}

/**
 * How many lines hold code, comments and blank lines apart.
 *
 * @param {Masked} masked
 * @returns {number}
 */
export function codeLines({ code }) {
  return code.split("\n").filter((line) => line.trim() !== "").length;
}
