const resultWords =
  /^(?:best|final|last|total|mean|min|max|val|valid|validation|test|train|training|eval)(?:[_\s./-]|$)|^(?:loss|acc|accuracy|epoch|step|dice|iou|jac{1,2}ard|precision|recall|auc|f1|runtime|state|error|checkpoint)(?:[_\s./-]|$)|(?:_completed|_seconds|_time|_path|_stability|_gap|_successful|_checkpoint)$/i;

const settingWords =
  /(?:_(?:type|function|name|size|split|fraction|ratio|percent|weight|weights|requested|patience|seed|rate|lr))$|^(?:max|min)_(?:lr|epochs)$|^epochs$/i;

/** Columns of a table, told apart. */
export interface ColumnSplit {
  readonly config: readonly string[];
  readonly summary: readonly string[];
  /** How they were told apart, for the set's notices. */
  readonly how: string;
}

/** Whether a column's name sounds like a result (`best_val_jacard`, `total_epochs`) and not like a setting. */
export function soundsLikeResult(column: string): boolean {
  return resultWords.test(column) && !settingWords.test(column);
}

/**
 * Tells settings from results in a W&B table export. W&B writes the config's columns in alphabetical order and then
 * the summary's in alphabetical order, but does not mark the border: it is where the order breaks. Where it does not
 * break exactly once, the names decide.
 */
export function splitExportColumns(columns: readonly string[]): ColumnSplit {
  const breaks = columns.flatMap((column, i) => (i > 0 && column < columns[i - 1]! ? [i] : []));
  if (breaks.length === 1) {
    const border = breaks[0]!;
    return {
      config: columns.slice(0, border),
      summary: columns.slice(border),
      how: `columns up to "${columns[border - 1]!}" are read as config, from "${columns[border]!}" on as summary (there the export's alphabetical order starts again)`,
    };
  }
  return splitByName(columns);
}

/** Tells settings from results by their names alone. */
export function splitByName(columns: readonly string[]): ColumnSplit {
  const config = columns.filter((column) => !soundsLikeResult(column));
  const summary = columns.filter(soundsLikeResult);
  return {
    config,
    summary,
    how: `columns told apart by their names: config is ${listed(config)}; summary is ${listed(summary)}`,
  };
}

/** Tells settings from results as the caller says. */
export function splitAsTold(
  columns: readonly string[],
  config: readonly string[],
  name: string,
): ColumnSplit {
  const unknown = config.filter((column) => !columns.includes(column));
  if (unknown.length > 0) {
    throw new Error(`${name} has no column ${listed(unknown)}; its columns are ${listed(columns)}`);
  }
  return {
    config,
    summary: columns.filter((column) => !config.includes(column)),
    how: 'columns told apart as asked',
  };
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? 'none' : columns.join(', ');
}
