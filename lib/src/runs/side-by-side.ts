import type { Table } from '../tables';
import { soundsLikeScore } from './column-names';

/**
 * A table whose columns all stand twice, scores among them, is not one whose settings are also logged: it is two tables
 * side by side. Where the second is a copy it is left out.
 *
 * @param isAside columns that may stand once, or are nobody's: names, states
 * @throws where the two differ, as the second's scores would be lost
 */
export function withoutCopy(
  table: Table,
  name: string,
  isAside: (column: string) => boolean,
): { readonly table: Table; readonly notices: readonly string[] } {
  const { header, rows } = table;
  const keyOf = (column: string): string => {
    const base = column.replace(/\.1$/, ''); // as pandas numbers a second one
    return header.includes(base) ? base : column;
  };
  const keys = header.map(keyOf);
  const isCopy = keys.map((key, c) => key !== '' && keys.indexOf(key) < c);
  const places = keys.flatMap((key, c) => (key === '' || isAside(key) ? [] : [c]));
  const half = places.length / 2;
  const [first, copies] = [places.slice(0, half), places.slice(half)];
  const isTwice =
    first.length === copies.length &&
    first.every((c, i) => keys[c] === keys[copies[i]!]) &&
    first.some((c) => soundsLikeScore(keys[c]!));
  if (!isTwice) return { table, notices: [] };
  const listed = copies.map((c) => keys[c]!).join(', ');
  if (rows.some((row) => copies.some((c, i) => row[c] !== row[first[i]!])))
    throw new Error(
      `${name}: every column stands twice (${listed}), so these are two tables side by side: write the second into a file of its own, or below the first`,
    );
  const kept = (cells: readonly string[]): string[] => cells.filter((_, c) => !isCopy[c]);
  return {
    table: { ...table, header: kept(header), rows: rows.map(kept) },
    notices: [`${name}: every column stands twice with the same cells (${listed}): each is read once`],
  };
}
