// Objects in a map of probabilities, by the library's own functions (`metrics`), as the network file says.

/** Labels (null for peaks) and objects, in pixels of the picture. */
export function find(probability, mask, height, width, { preparation, objects: how }) {
  const { size } = preparation;
  const longer = Math.max(height, width);
  // Lengths are kept in pixels of the prepared picture.
  const scale =
    size.kind === 'native'
      ? 1
      : size.kind === 'fit'
        ? longer / size.side
        : Math.sqrt(height * width) / size.side;
  if (how?.method === 'peaks') {
    const options = {
      sigma: how.sigma * scale,
      distance: Math.max(1, how.distance * scale),
      minimum: how.minimum,
    };
    return { labels: null, found: metrics.findPeaks(probability, height, width, options) };
  }
  const pieces =
    how?.method === 'split'
      ? metrics.splitTouching(mask, height, width, how.depth * scale)
      : metrics.connectedComponents(mask, height, width);
  const least = (how?.minimumArea ?? 0) * scale * scale;
  const numbers = new Int32Array(pieces.objects.length + 1);
  const found = pieces.objects.filter(({ area }, i) => {
    if (area < least) return false;
    numbers[0] += 1;
    numbers[i + 1] = numbers[0];
    return true;
  });
  numbers[0] = 0;
  return { labels: pieces.labels.map((label) => numbers[label]), found };
}

/** Pixels of a 16-bit PNG that is not interlaced, or null for any other file. */
export async function readDeepPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) return null;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const channels = { 0: 1, 2: 3, 4: 2, 6: 4 }[bytes[25]];
  if (bytes[24] !== 16 || channels === undefined || bytes[28] !== 0) return null;
  const parts = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const [step, row] = [2 * channels, 2 * channels * width];
  const data = new Uint16Array(height * width * channels);
  let before = new Uint8Array(row);
  for (let y = 0; y < height; y += 1) {
    const filter = packed[y * (row + 1)];
    const line = packed.slice(y * (row + 1) + 1, (y + 1) * (row + 1));
    for (let i = 0; i < row; i += 1) {
      const left = i >= step ? line[i - step] : 0;
      const corner = i >= step ? before[i - step] : 0;
      line[i] += predicted(filter, left, before[i], corner);
    }
    for (let i = 0; i < width * channels; i += 1)
      data[y * width * channels + i] = (line[2 * i] << 8) | line[2 * i + 1];
    before = line;
  }
  return { height, width, channels, data };
}

function predicted(filter, left, up, corner) {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
