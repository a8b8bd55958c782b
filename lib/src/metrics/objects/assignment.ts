/**
 * The assignment with the smallest total cost, each row to at most one column and each column to at most one
 * row, as many as the shorter side has. Shortest augmenting paths with potentials (Kuhn, 1955; Jonker and
 * Volgenant, 1987), O(n³).
 *
 * @param cost `cost[row][column]`, finite
 * @returns for each row its column, or −1
 */
export function assign(cost: readonly (readonly number[])[]): number[] {
  const rows = cost.length;
  const columns = cost[0]?.length ?? 0;
  if (rows > columns) {
    const transposed = Array.from({ length: columns }, (_, c) => cost.map((row) => row[c]!));
    const result = new Array<number>(rows).fill(-1);
    assign(transposed).forEach((row, column) => {
      result[row] = column;
    });
    return result;
  }
  // Row and column 0 are a place outside the matrix, from where each path starts.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let start = 1; start <= rows; start += 1) {
    const shortest = new Float64Array(columns + 1).fill(Infinity);
    const before = new Int32Array(columns + 1);
    const done = new Uint8Array(columns + 1);
    let column = 0;
    rowOf[0] = start;
    do {
      done[column] = 1;
      const row = rowOf[column]!;
      let [next, least] = [0, Infinity];
      for (let c = 1; c <= columns; c += 1) {
        if (done[c] === 1) continue;
        const reduced = cost[row - 1]![c - 1]! - rowPotential[row]! - columnPotential[c]!;
        if (reduced < shortest[c]!) {
          shortest[c] = reduced;
          before[c] = column;
        }
        if (shortest[c]! < least) [next, least] = [c, shortest[c]!];
      }
      for (let c = 0; c <= columns; c += 1) {
        if (done[c] === 1) {
          rowPotential[rowOf[c]!]! += least;
          columnPotential[c]! -= least;
        } else shortest[c]! -= least;
      }
      column = next;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = before[column]!) rowOf[column] = rowOf[before[column]!]!;
  }
  const result = new Array<number>(rows).fill(-1);
  for (let c = 1; c <= columns; c += 1) if (rowOf[c]! > 0) result[rowOf[c]! - 1] = c - 1;
  return result;
}
