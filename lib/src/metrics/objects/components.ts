/** One connected piece of a mask. Pixel centres lie at whole coordinates, the first at (0, 0). */
export interface MaskObject {
  /** Centroid, in pixels. */
  readonly x: number;
  readonly y: number;
  /** In pixels. */
  readonly area: number;
}

/** The pieces of a mask. */
export interface Components {
  /** 0 = background, else the number of the piece, counted from 1 in reading order of its first pixel. */
  readonly labels: Int32Array;
  /** `objects[i]` is piece `i + 1`. */
  readonly objects: readonly MaskObject[];
}

/**
 * Connected components of a mask (every value but 0 is foreground), pixels joined along edges and corners
 * (8-connected), by two passes with union-find.
 */
export function connectedComponents(mask: ArrayLike<number>, height: number, width: number): Components {
  checkSize(mask, height, width);
  const labels = new Int32Array(height * width);
  const parent: number[] = [0];
  const find = (label: number): number => {
    let root = label;
    while (parent[root] !== root) root = parent[root]!;
    while (parent[label] !== root) [label, parent[label]] = [parent[label]!, root];
    return root;
  };
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      if (mask[i] === 0) continue;
      // The neighbours that were seen before: left, and the three above. They may belong to two pieces that meet here.
      const left = x > 0 ? labels[i - 1]! : 0;
      const up = y > 0 ? labels[i - width]! : 0;
      const upLeft = x > 0 && y > 0 ? labels[i - width - 1]! : 0;
      const upRight = x < width - 1 && y > 0 ? labels[i - width + 1]! : 0;
      let label = up || upLeft || left;
      if (upRight > 0) {
        if (label === 0) label = upRight;
        else if (up === 0) {
          const [a, b] = [find(label), find(upRight)];
          parent[Math.max(a, b)] = Math.min(a, b);
        }
      }
      if (label === 0) {
        label = parent.length;
        parent.push(label);
      }
      labels[i] = label;
    }
  return collect(labels, width, parent.length, find);
}

function collect(
  labels: Int32Array,
  width: number,
  provisional: number,
  find: (label: number) => number,
): Components {
  const number = new Int32Array(provisional);
  const sums: { x: number; y: number; area: number }[] = [];
  for (let i = 0; i < labels.length; i += 1) {
    if (labels[i] === 0) continue;
    const root = find(labels[i]!);
    if (number[root] === 0) number[root] = sums.push({ x: 0, y: 0, area: 0 });
    labels[i] = number[root]!;
    const object = sums[number[root]! - 1]!;
    object.x += i % width;
    object.y += Math.floor(i / width);
    object.area += 1;
  }
  return { labels, objects: sums.map(({ x, y, area }) => ({ x: x / area, y: y / area, area })) };
}

/** Throws where an array does not hold `height × width` pixels. */
export function checkSize(pixels: ArrayLike<number>, height: number, width: number): void {
  if (pixels.length !== height * width)
    throw new RangeError(`invalid size; ${pixels.length} pixels are not ${height} × ${width}`);
}
