/** Values of a record but for times and memory, which differ between two runs of one trial. */
export function timeless(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/^seconds|memory|waiting/.test(name)));
}
