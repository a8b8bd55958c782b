import { Random } from 'unetlab/random';

/**
 * A stand-in for electron micrographs of tissue: cells side by side, parted by dark membranes, with dark bodies inside that
 * are no membrane. Foreground is what lies inside the cells, about 78 % of a picture. The same options give the same pixels.
 */
export function syntheticMembranes({ count, size = 512, seed = 1 }) {
  return Array.from({ length: count }, (_, i) => {
    const random = new Random(seed * 1_000_003 + i);
    const centres = centresOf(size, random);
    const wave = Array.from({ length: 6 }, () => ({
      x: random.between(0.01, 0.05),
      y: random.between(0.01, 0.05),
      phase: random.between(0, 2 * Math.PI),
      by: random.between(2, 6),
    }));
    const shade = centres.map(() => random.between(0.55, 0.8));
    const thick = centres.map(() => random.between(3.4, 5.6));
    const image = new Float32Array(size * size);
    const mask = new Uint8Array(size * size);
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1) {
        const bend = wave.reduce((sum, w) => sum + w.by * Math.sin(w.x * x + w.y * y + w.phase), 0) / 3;
        const [first, second, own] = nearest(centres, x + bend, y - bend);
        const toMembrane = (second - first) / 2;
        const inside = toMembrane > thick[own];
        mask[y * size + x] = Number(inside);
        image[y * size + x] = inside ? shade[own] : 0.25 + 0.05 * toMembrane;
      }
    for (const { x, y } of centres) if (random.uniform() < 0.7) body(image, size, x, y, random);
    const blurred = blur3(blur3(image, size), size);
    for (let k = 0; k < blurred.length; k += 1)
      blurred[k] = Math.min(1, Math.max(0, blurred[k] + 0.07 * random.normal()));
    return {
      id: `membranes_${String(i + 1).padStart(2, '0')}`,
      group: `section${i % 5}`,
      height: size,
      width: size,
      channels: 1,
      image: blurred,
      mask,
    };
  });
}

function centresOf(size, random) {
  const step = 64;
  const centres = [];
  for (let y = -step; y < size + step; y += step)
    for (let x = -step; x < size + step; x += step)
      centres.push({ x: x + step * random.between(0.05, 0.95), y: y + step * random.between(0.05, 0.95) });
  return centres;
}

/** Distances to the nearest centre and the next one, and which the nearest is. */
function nearest(centres, x, y) {
  let [first, second, own] = [Infinity, Infinity, 0];
  centres.forEach((centre, i) => {
    const distance = Math.hypot(centre.x - x, centre.y - y);
    if (distance < first) [first, second, own] = [distance, first, i];
    else if (distance < second) second = distance;
  });
  return [first, second, own];
}

function body(image, size, cx, cy, random) {
  const [a, b, dark] = [random.between(5, 10), random.between(3, 6), random.between(0.25, 0.45)];
  for (let y = Math.max(0, Math.floor(cy - a)); y < Math.min(size, cy + a); y += 1)
    for (let x = Math.max(0, Math.floor(cx - a)); x < Math.min(size, cx + a); x += 1)
      if (((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 < 1) image[y * size + x] = dark;
}

/** Mean of 3 × 3. */
function blur3(image, size) {
  const out = new Float32Array(image.length);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      let [sum, n] = [0, 0];
      for (let v = Math.max(0, y - 1); v <= Math.min(size - 1, y + 1); v += 1)
        for (let u = Math.max(0, x - 1); u <= Math.min(size - 1, x + 1); u += 1) {
          sum += image[v * size + u];
          n += 1;
        }
      out[y * size + x] = sum / n;
    }
  return out;
}
