/** The bits of the nearest 16-bit floats (IEEE 754 half precision), ties to even; too large a value becomes infinite. */
export function toFloat16(values: ArrayLike<number>): Uint16Array {
  const bits = new Uint32Array(Float32Array.from(values).buffer);
  return Uint16Array.from(bits, halfOf);
}

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 127;
  const mantissa = bits & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00 | (mantissa > 0 ? 0x200 : 0);
  if (exponent < -25) return sign;
  // Below 2⁻¹⁴ the implicit one moves into the mantissa.
  const shift = exponent < -14 ? -1 - exponent : 13;
  const full = exponent < -14 ? mantissa | 0x800000 : ((exponent + 15) << 23) | mantissa;
  const kept = full >>> shift;
  const rest = full & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const up = rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0;
  return sign | Math.min(0x7c00, kept + up); // a carry into the exponent is the next power of two
}
