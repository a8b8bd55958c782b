/** Luma of a colour, after ITU-R BT.601: what grey means wherever colour becomes grey. In the units of its arguments. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
