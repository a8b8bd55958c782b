/** How images are to be read, as a search keeps it: what was told, without what is to be found out (null). */
export function toldOptions(given: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
