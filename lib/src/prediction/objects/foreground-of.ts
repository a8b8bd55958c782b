/** 1 where a probability reaches the threshold, 0 elsewhere. */
export function foregroundOf(map: ArrayLike<number>, threshold: number): Uint8Array {
  // A plain loop: `Uint8Array.from` with a function takes ten times as long.
  const mask = new Uint8Array(map.length);
  for (let i = 0; i < mask.length; i += 1) mask[i] = map[i]! >= threshold ? 1 : 0;
  return mask;
}
