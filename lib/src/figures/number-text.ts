/** `0.1640` for (0.16403, 4); `n/a` for what is not a finite number. The minus sign is a real one. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/**
 * The shortest honest form of a setting: `2e-4`, `0.3`, `16`, `1,200`. At most three significant digits, so
 * that sampled values such as 0.00023493 stay readable.
 */
export function short(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  if (value === 0) return '0';
  const size = Number(Math.abs(value).toPrecision(3));
  const sign = value < 0 ? '−' : '';
  if (size < 0.01) return sign + size.toExponential();
  if (size >= 1000) return sign + thousands(Math.round(Math.abs(value)));
  return sign + String(size);
}

/** `230,000` for 230000. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 run`, `15 runs`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${thousands(count)} ${count === 1 ? noun : plural}`;
}
