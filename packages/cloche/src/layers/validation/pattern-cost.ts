/** Finds patterns that take exponentially long for a text that almost fits: loops whose one round can be several. */

/** What a piece of a pattern is to the loop around it. */
interface Piece {
  /** Whether it may match nothing. */
  readonly empty: boolean;
  /** Whether it takes several lengths of one text, so that two rounds in a row may also be one. */
  readonly loops: boolean;
  /** Its source where it is one character or class. */
  readonly atom?: string;
}

/** From here on as many rounds cost like rounds without end. */
const MANY = 16;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,(\d*))?\})\??/y;
const GROUP = /\((?:\?(?:[:=!]|<[=!]|<[^>]+>|[a-z-]+:))?/y;
const LOOKS = /^\(\?<?[=!]/;
const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|k<[^>]*>|[\s\S])/iy;
const BACK_REFERENCE = /^\\[1-9k]/;
const ASSERTION: Piece = { empty: false, loops: false };
/** Enough to see whether two classes share a character. */
const SAMPLES = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code));

/**
 * Whether a pattern holds a loop in which one text can be read in a number of ways that doubles with each character,
 * such as `(a+)+`, `(\w|\d)*` or `(.*,?)*`. Slower growth is not looked for: bound the text's length.
 */
export function isExponential({ source, flags }: RegExp): boolean {
  return new Reader(source, flags).finds();
}

class Reader {
  readonly #source: string;
  readonly #flags: string;
  #at = 0;
  #found = false;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
  }

  finds(): boolean {
    while (this.#at < this.#source.length) {
      this.#alternatives();
      // A bracket that closes nothing is a character where the flag `u` is not set.
      this.#at += 1;
    }
    return this.#found;
  }

  /** Reads up to the end or the closing bracket, which is left. */
  #alternatives(): readonly Piece[] {
    const all = [this.#sequence()];
    while (this.#source[this.#at] === "|") {
      this.#at += 1;
      all.push(this.#sequence());
    }
    return all;
  }

  #sequence(): Piece {
    const pieces: Piece[] = [];
    for (let next = this.#source[this.#at]; next !== undefined && next !== "|" && next !== ")"; ) {
      pieces.push(this.#quantified());
      next = this.#source[this.#at];
    }
    const [only] = pieces;
    if (pieces.length === 1 && only !== undefined) return only;
    const loops = pieces.some((one) => one.loops && pieces.every((other) => other === one || other.empty));
    return { empty: pieces.every(({ empty }) => empty), loops };
  }

  #quantified(): Piece {
    const group = this.#take(GROUP);
    const alternatives = group === undefined ? [this.#atom()] : this.#inside();
    if (group !== undefined && LOOKS.test(group)) return ASSERTION;
    const quantifier = this.#take(QUANTIFIER);
    const { least, most } = bounds(quantifier);
    if (most >= MANY && (alternatives.some(({ loops }) => loops) || this.#overlap(alternatives))) this.#found = true;
    const empty = least === 0 || alternatives.some((one) => one.empty);
    // A fixed number of rounds can be read in one way only.
    const loops = (most > least && most > 1) || alternatives.some((one) => one.loops);
    const [only] = alternatives;
    return quantifier === undefined && alternatives.length === 1 && only !== undefined ? only : { empty, loops };
  }

  #inside(): readonly Piece[] {
    const alternatives = this.#alternatives();
    this.#at += 1;
    return alternatives;
  }

  #atom(): Piece {
    const escaped = this.#take(ESCAPE);
    const next = this.#source[this.#at];
    if (escaped !== undefined) return escapedPiece(escaped);
    if (next === "[") return { empty: false, loops: false, atom: this.#class() };
    this.#at += 1;
    return next === "^" || next === "$" ? ASSERTION : { empty: false, loops: false, atom: next ?? "" };
  }

  #class(): string {
    const start = this.#at;
    let depth = 0;
    do {
      const next = this.#source[this.#at];
      if (next === "\\") this.#at += 1;
      else if (next === "[" && (depth === 0 || this.#flags.includes("v"))) depth += 1;
      else if (next === "]") depth -= 1;
      this.#at += 1;
    } while (depth > 0 && this.#at < this.#source.length);
    return this.#source.slice(start, this.#at);
  }

  /** Whether two alternatives of one character each take the same one. */
  #overlap(alternatives: readonly Piece[]): boolean {
    const atoms = alternatives.flatMap(({ atom }) => (atom === undefined ? [] : [atom]));
    if (atoms.length < 2) return false;
    const patterns = atoms.map((atom) => new RegExp(`^(?:${atom})$`, this.#flags.replace(/[gy]/g, "")));
    return SAMPLES.some((sample) => patterns.filter((pattern) => pattern.test(sample)).length > 1);
  }

  #take(what: RegExp): string | undefined {
    what.lastIndex = this.#at;
    const [taken] = what.exec(this.#source) ?? [];
    if (taken !== undefined) this.#at += taken.length;
    return taken;
  }
}

function escapedPiece(escaped: string): Piece {
  if (/^\\[bB]$/.test(escaped)) return ASSERTION;
  return BACK_REFERENCE.test(escaped) ? { empty: true, loops: false } : { empty: false, loops: false, atom: escaped };
}

function bounds(quantifier: string | undefined): { readonly least: number; readonly most: number } {
  if (quantifier === undefined) return { least: 1, most: 1 };
  const [sign] = quantifier;
  if (sign === "?") return { least: 0, most: 1 };
  if (sign !== "{") return { least: sign === "*" ? 0 : 1, most: Number.POSITIVE_INFINITY };
  const [least = "0", most] = quantifier.replace(/[{}?]/g, "").split(",");
  return {
    least: Number(least),
    most: most === undefined ? Number(least) : most === "" ? Number.POSITIVE_INFINITY : Number(most),
  };
}
