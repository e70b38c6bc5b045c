/** Gives the values of a list in turn, without end. */
export function cycle(values) {
  let turn = -1;
  return () => {
    turn = turn + 1 === values.length ? 0 : turn + 1;
    return values[turn];
  };
}
