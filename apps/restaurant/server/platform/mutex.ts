/** Lets one holder through at a time, in the order they came. */

/** Waits for its turn; the answer gives the turn to the next. */
export type Mutex = () => Promise<() => void>;

export function mutex(): Mutex {
  let last = Promise.resolve();
  return async () => {
    const { promise, open } = gate();
    const before = last;
    last = promise;
    await before;
    return open;
  };
}

function gate(): { promise: Promise<void>; open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
