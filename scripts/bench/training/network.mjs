// The network that every contender trains: U-Net, 4 levels, batch norm, soft Dice, Adam 1e-4, the same data shapes.
export const CASES = [
  { size: 256, batch: 4, filters: 16 },
  { size: 512, batch: 2, filters: 16 },
  { size: 256, batch: 4, filters: 32 },
  { size: 512, batch: 2, filters: 32 },
];

/** Floating-point operations of the convolutions of one training step: forward, and twice that backward. */
export function stepFlops({ size, batch, filters }) {
  const conv = (h, cin, cout, k) => 2 * h * h * cin * cout * k * k;
  let total = 0;
  let cin = 1;
  for (let level = 0; level < 4; level += 1) {
    const f = filters << level;
    const h = size >> level;
    total += conv(h, cin, f, 3) + conv(h, f, f, 3);
    cin = f;
  }
  const deep = filters << 4;
  total += conv(size >> 4, cin, deep, 3) + conv(size >> 4, deep, deep, 3);
  for (let level = 3; level >= 0; level -= 1) {
    const f = filters << level;
    const h = size >> level;
    total += conv(h, 2 * f, f, 1) + conv(h, 2 * f, f, 3) + conv(h, f, f, 3); // the 2 × 2 up-convolution does 1 × 1 work a pixel
  }
  total += conv(size, filters, 1, 1);
  return 3 * batch * total;
}
