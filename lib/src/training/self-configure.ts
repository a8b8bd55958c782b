/** What is known of a task before training. */
export interface TaskFacts {
  readonly height: number;
  readonly width: number;
  /** Typical diameter of an object, in pixels. */
  readonly objectDiameter: number;
  /** Training images. */
  readonly images: number;
  /** Bytes that a step may take. */
  readonly memory: number;
  /** Filters of the first level; default 16. */
  readonly baseFilters?: number;
  /** `bfloat16` halves what activations take; default `float32`. */
  readonly precision?: 'float32' | 'bfloat16';
}

/** A choice of network and batch, and why. */
export interface SelfConfiguration {
  readonly depth: number;
  readonly baseFilters: number;
  /** Side of the square that a step sees: the image's, or less where memory does not suffice for one image. */
  readonly patch: number;
  readonly batchSize: number;
  /** One sentence a decision. */
  readonly reasons: readonly string[];
}

/**
 * Bytes that a float32 training step of the U-Net takes at its peak for each pixel, image and base filter, measured on
 * recorded steps of depth 4 (`Program.peakBytes`); a test holds it against them.
 */
export const bytesPerPixelFilter = 92;

/** Radius of the context that a U-Net of this depth sees: two 3 × 3 convolutions a level, down and up. */
export function receptiveField(depth: number): number {
  let field = 1;
  for (let level = 0; level < depth; level += 1) field += 4 * 2 ** level + 2 ** level; // convolutions down, pooling
  field += 4 * 2 ** depth;
  for (let level = 0; level < depth; level += 1) field += 4 * 2 ** level; // convolutions up
  return field;
}

/**
 * Chooses depth, patch and batch from facts, in the spirit of nnU-Net (Isensee and others, 2021): a network that sees
 * eight object diameters, but whose deepest features keep at least 8 pixels; the largest patch that fits in memory; then
 * the largest batch, up to an eighth of the images and 32, so that an epoch has at least eight updates.
 */
export function selfConfigure(facts: TaskFacts): SelfConfiguration {
  const { height, width, objectDiameter, images, memory, baseFilters = 16, precision = 'float32' } = facts;
  for (const [name, value] of Object.entries({ height, width, objectDiameter, images, memory }))
    if (!(value > 0)) throw new RangeError(`invalid ${name}: ${value}; allowed: above 0`);
  const side = Math.min(height, width);
  const wanted = 8 * objectDiameter;
  let depth = 1;
  while (depth < 6 && receptiveField(depth) < wanted && side / 2 ** (depth + 1) >= 8) depth += 1;

  const perPixel = bytesPerPixelFilter * baseFilters * (precision === 'bfloat16' ? 0.55 : 1);
  const multiple = 2 ** depth;
  let patch = side;
  while (patch > 4 * multiple && patch * patch * perPixel > memory)
    patch = Math.floor((patch - 1) / multiple) * multiple;
  const fits = Math.max(1, Math.floor(memory / (patch * patch * perPixel)));
  const useful = Math.max(1, Math.min(32, Math.floor(images / 8)));
  const batchSize = Math.min(fits, useful);
  return {
    depth,
    baseFilters,
    patch,
    batchSize,
    reasons: [
      `depth ${depth} sees ${receptiveField(depth)} pixels; eight diameters of ${objectDiameter} are ${Math.round(wanted)}`,
      patch === side
        ? `an image of ${side}² fits in memory whole`
        : `a patch of ${patch}² is what fits in ${Math.round(memory / 1e6)} MB`,
      `memory allows a batch of ${fits}, ${images} images make ${useful} useful: ${batchSize}`,
    ],
  };
}
