/** `42 s`, `3 min`, `1 h 20 min`. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `+3.1 %`, `−2.0 %`, `0.0 %`; a dash where there is none. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const text = Math.abs(100 * share).toFixed(1);
  if (text === '0.0') return '0.0 %';
  return `${share < 0 ? '−' : '+'}${text} %`;
}
