/** Pixels, side by side, on which a number of a U-Net of this depth depends: two 3 × 3 convolutions a level, down and up. */
export function receptiveField(depth: number): number {
  let field = 1;
  for (let level = 0; level < depth; level += 1) field += 4 * 2 ** level + 2 ** level; // convolutions down, pooling
  field += 4 * 2 ** depth;
  for (let level = 0; level < depth; level += 1) field += 4 * 2 ** level; // convolutions up
  return field;
}
