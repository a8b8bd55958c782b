import type { ReadMask } from './read-mask';

/**
 * The masks of one image that has a file an object: their union, objects numbered from 1 in the order given. A pixel of
 * two objects belongs to the later one; a pixel that a file ignores and none calls an object is ignored. Throws where
 * the sizes differ.
 */
export function mergeMasks(masks: readonly ReadMask[]): ReadMask {
  const [first] = masks;
  if (!first) throw new Error('there are no masks to join');
  const { height, width } = first;
  const mask = new Uint8Array(height * width);
  const ignore = new Uint8Array(height * width);
  const instances = new Uint32Array(height * width);
  let objects = 0;
  for (const one of masks) {
    if (one.height !== height || one.width !== width)
      throw new Error(
        `its masks have several sizes: ${width} × ${height} and ${one.width} × ${one.height} pixels`,
      );
    const numbers = new Map<number, number>();
    for (let i = 0; i < mask.length; i += 1) {
      if (one.ignore?.[i] === 1) ignore[i] = 1;
      if (one.mask[i] === 0) continue;
      mask[i] = 1;
      const own = one.instances?.[i] ?? 1;
      if (!numbers.has(own)) {
        objects += 1;
        numbers.set(own, objects);
      }
      instances[i] = numbers.get(own)!;
    }
  }
  for (let i = 0; i < mask.length; i += 1) if (mask[i] === 1) ignore[i] = 0;
  return { height, width, mask, instances, ...(ignore.includes(1) && { ignore }) };
}
