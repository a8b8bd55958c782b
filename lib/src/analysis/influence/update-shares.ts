/** One part of a gradient by the network's weights. */
export interface UpdatePart {
  readonly name: string;
  /** Its length, with the terms' weights. */
  readonly norm: number;
  /**
   * Share of the whole gradient: its component along the whole, over the whole's length. Shares add up to 1; a negative one
   * pulls against the rest.
   */
  readonly share: number;
}

/** The gradient by the weights, divided by term of the loss and by class of pixels. */
export interface UpdateShares {
  /** Length of the whole gradient. */
  readonly norm: number;
  readonly terms: readonly UpdatePart[];
  readonly classes: readonly UpdatePart[];
  /** Cosine of the angle between the terms' gradients, for a loss of two terms; else NaN. */
  readonly cosine: number;
}

/**
 * Shares of the update from inner products: exact, since both the terms' and the classes' parts add up to the gradient.
 *
 * @param products inner products; entry `t · classes + c` is term t through the pixels of class c, without the weight
 * @param terms names and weights, in order
 * @param classes names, in order
 */
export function updateShares(
  products: readonly (readonly number[])[],
  terms: readonly { readonly name: string; readonly weight: number }[],
  classes: readonly string[],
): UpdateShares {
  const size = terms.length * classes.length;
  if (products.length !== size || products.some((row) => row.length !== size))
    throw new RangeError(
      `invalid products: ${products.length} rows; ${terms.length} terms × ${classes.length} classes need ${size} × ${size}`,
    );
  const weightOf = (index: number): number => terms[Math.floor(index / classes.length)]!.weight;
  /** Inner product of two sums of parts. */
  const inner = (a: Chosen, b: Chosen): number => {
    let sum = 0;
    products.forEach((row, i) => {
      row.forEach((value, j) => {
        if (a(i) && b(j)) sum += weightOf(i) * weightOf(j) * value;
      });
    });
    return sum;
  };
  const everything: Chosen = () => true;
  const squared = inner(everything, everything);
  const part = (name: string, chosen: Chosen): UpdatePart => ({
    name,
    norm: Math.sqrt(Math.max(0, inner(chosen, chosen))),
    share: squared === 0 ? 0 : inner(chosen, everything) / squared,
  });
  const ofTerm =
    (t: number): Chosen =>
    (i) =>
      Math.floor(i / classes.length) === t;
  const termParts = terms.map(({ name }, t) => part(name, ofTerm(t)));
  return {
    norm: Math.sqrt(Math.max(0, squared)),
    terms: termParts,
    classes: classes.map((name, c) => part(name, (i) => i % classes.length === c)),
    cosine:
      terms.length === 2 ? inner(ofTerm(0), ofTerm(1)) / (termParts[0]!.norm * termParts[1]!.norm) : NaN,
  };
}

type Chosen = (index: number) => boolean;
