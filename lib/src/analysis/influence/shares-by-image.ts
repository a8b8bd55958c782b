/** Share of each image in the sum of all pixels' gradient sizes. @param images of equal size, one after the other */
export function sharesByImage(gradient: ArrayLike<number>, images: number): number[] {
  const pixels = gradient.length / images;
  if (!Number.isInteger(pixels))
    throw new RangeError(`${gradient.length} pixels cannot be divided into ${images}`);
  const sums = new Array<number>(images).fill(0);
  for (let i = 0; i < gradient.length; i += 1) sums[Math.floor(i / pixels)]! += Math.abs(gradient[i]!);
  const total = sums.reduce((a, b) => a + b, 0);
  return sums.map((sum) => sum / total);
}
