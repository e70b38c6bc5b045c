/** Remembers what a pure function made of the texts of late, in bounded memory. */

const MAX_REMEMBERED = 4096;
/** Longer texts are not worth their memory. */
const MAX_LENGTH = 256;

/**
 * `make`, which is asked anew only for texts not seen of late: what is dear to work out and comes again with each request,
 * such as the network of an address.
 */
export function remembered<Made>(make: (text: string) => Made): (text: string) => Made {
  const known = new Map<string, Made>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (text.length > MAX_LENGTH) return made;
    // Emptied whole: no list of what was used when has to be kept, and a flood of new texts costs what it did before.
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(text, made);
    return made;
  };
}
