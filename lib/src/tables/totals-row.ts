const words = new Set(
  (
    'total,totals,grand total,grand totals,overall,overall total,all,sum,sums,mean,average,avg,ave,std,sd,std dev,stddev,' +
    'st dev,stdev,std deviation,standard deviation,median,min,minimum,max,maximum,count,summary,gesamt,summe,mittel,' +
    'mittelwert,durchschnitt,standardabweichung,somme,moyenne,media,promedio,totale,合計,平均'
  ).split(','),
);

/** Whether a cell is a word for a sum: `Total:`, `Std. Dev`. */
function isSum(cell: string): boolean {
  return words.has(
    cell
      .toLowerCase()
      .split(/[\s._:-]+/)
      .filter((part) => part !== '')
      .join(' '),
  );
}

/**
 * Rows of a spreadsheet that sum up the others (`Total`, `Mean`, `Durchschnitt`; or figures below the columns of results
 * without a word): they are no runs.
 *
 * @param settings columns of settings
 * @param title the column that names the runs, or -1
 * @param state the column of their states, or -1
 */
export function totalsRows(
  rows: readonly (readonly string[])[],
  settings: readonly number[],
  title: number,
  state = -1,
): ReadonlySet<number> {
  const filled = (row: readonly string[], column: number): boolean => row[column]!.trim() !== '';
  const usual = settings.filter(
    (column) => rows.filter((row) => filled(row, column)).length * 2 > rows.length,
  );
  const isNumber = (cell: string): boolean => /\d/.test(cell) && !/[a-z]{3,}/i.test(cell);
  const numeric = new Set(
    settings.filter((column) => rows.filter((row) => isNumber(row[column]!)).length * 2 > rows.length),
  );
  // a word for a sum, and nothing set
  const certain = rows.flatMap((row, i) => {
    if (state >= 0 && filled(row, state)) return [];
    const first = row.find((cell) => cell.trim() !== '') ?? '';
    return isSum(first) && !settings.some((column) => filled(row, column)) ? [i] : [];
  });
  const found = rows.flatMap((row, i) => {
    const lacks = usual.filter((column) => !filled(row, column));
    const first = row.findIndex((cell) => cell.trim() !== '');
    if (first >= 0 && isSum(row[first]!)) {
      // a setting may be `mean` and a run be called so: then its settings are such as others have
      const strange = usual.some(
        (column) =>
          numeric.has(column) && rows.every((other) => other === row || other[column] !== row[column]),
      );
      const stateless = state >= 0 && first === title && !filled(row, state);
      if (stateless || lacks.length > 0 || (first === title ? strange : numeric.has(first))) return [i];
    }
    const isNamed = title >= 0 && filled(row, title);
    return !isNamed && usual.length > 0 && lacks.length === usual.length ? [i] : [];
  });
  const all = found.length * 2 > rows.length ? certain : [...certain, ...found];
  return new Set(all.sort((a, b) => a - b));
}

/** What to say of them. */
export function sayTotals(
  name: string,
  rows: readonly (readonly string[])[],
  totals: ReadonlySet<number>,
): string[] {
  if (totals.size === 0) return [];
  const shown = [...totals]
    .slice(0, 3)
    .map((row) =>
      rows[row]!.filter((cell) => cell.trim() !== '')
        .slice(0, 4)
        .join(' '),
    )
    .join('; ');
  return [
    `${name}: ${totals.size} ${totals.size === 1 ? 'row has' : 'rows have'} no settings or ${totals.size === 1 ? 'sums' : 'sum'} up the others (${shown}), and ${totals.size === 1 ? 'is no run' : 'are no runs'}`,
  ];
}
