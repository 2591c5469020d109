// Two people changed one ticket: pure. What only one of them changed is taken; where both did, the operator decides,
// and until then keeps his own words.

/** { fields, taken, clashes }: `taken` lists fields changed by the other only, `clashes` those changed by both. */
export function merge(base, mine, theirs) {
  const names = Object.keys(mine).filter((name) => theirs[name] !== base[name] && theirs[name] !== mine[name]);
  const taken = names.filter((name) => mine[name] === base[name]);
  const clashes = names.filter((name) => mine[name] !== base[name]);
  const fields = { ...mine, ...Object.fromEntries(taken.map((name) => [name, theirs[name]])) };
  return { fields, taken, clashes };
}
