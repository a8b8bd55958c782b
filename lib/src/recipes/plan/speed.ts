/**
 * Floating-point operations of a training step for each pixel that it sees (forward and backward), of the plain U-Net: two
 * 3 × 3 convolutions a level, down and up, whose filters double where the pixels are quartered. With 16 filters and depth
 * 4: 270,000, which is what the recorded step counts.
 */
export function operationsPerPixel(baseFilters: number, depth: number): number {
  return 3 * 18 * baseFilters ** 2 * (1.5 * (depth + 1) + 3 * depth);
}

export interface Speed {
  /** Measured speed of a float32 convolution, 10⁹ operations a second. */
  readonly gflops: number;
  readonly precision: 'float32' | 'bfloat16';
}

/**
 * Seconds of a training step, estimated. Measured steps of 16 and 32 filters at 256² and 512² ran at 0.9 to 1.0 of the
 * convolution's float32 speed, and at 1.5 of it in bfloat16; narrower networks wait for memory and are slower.
 */
export function secondsPerStep(
  pixels: number,
  baseFilters: number,
  depth: number,
  { gflops, precision }: Speed,
): number {
  const narrow = Math.min(1, baseFilters / 16);
  const reached = gflops * narrow * (precision === 'bfloat16' ? 1.4 : 0.85);
  return (pixels * operationsPerPixel(baseFilters, depth)) / (1e9 * Math.max(1, reached));
}
