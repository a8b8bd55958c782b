export function fixed(value, digits = 3) {
  return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : '–';
}

export function lasting(seconds) {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** `3 of 36 trials`, `3 trials`. */
export function ofTotal(count, total) {
  return `${count}${total === null ? '' : ` of ${total}`} trial${(total ?? count) === 1 ? '' : 's'}`;
}

/** A text as one word of a command line. */
export function quoted(text) {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
