import { fieldOf, rankRuns } from '../analysis';
import { webAddress } from '../text';
import type { Figure, Objective, RunRecord } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed, short } from './number-text';
import { colours } from './palette';
import { requireNumbers, settingColumn } from './record-columns';
import { settingBrief, settingPhrase } from './setting-names';

export interface TopRunsOptions {
  /** What the runs are judged by. */
  readonly score: Objective;
  /** Further columns, settings or scores. */
  readonly columns: readonly string[];
  /** Rows, default 10. */
  readonly top?: number;
}

export interface TopRunsInfo {
  readonly score: string;
  readonly columns: readonly string[];
  /** Runs with a score. */
  readonly n: number;
  /** Runs without one. */
  readonly leftOut: number;
  /** Best first. */
  readonly rows: readonly {
    readonly rank: number;
    readonly name: string;
    readonly url: string | null;
    readonly score: number;
    readonly values: readonly (number | string | null)[];
  }[];
}

/** The runs with the best scores. @throws RangeError where no run has it. */
export function topRunsInfo(
  records: readonly RunRecord[],
  { score, columns, top = 10 }: TopRunsOptions,
): TopRunsInfo {
  requireNumbers(records, fieldOf(score));
  const { ranked, missing } = rankRuns(records, score);
  return {
    score: score.metric,
    columns,
    n: ranked.length,
    leftOut: missing.length,
    rows: ranked.slice(0, top).map(({ rank, value, record }) => ({
      rank,
      name: record.name,
      url: record.url,
      score: value,
      values: columns.map((key) => settingColumn([record], key)[0]!),
    })),
  };
}

/** A table; the run's name links to its page where it has one. */
export function topRunsFigure(given: TopRunsInfo): Figure {
  const info = figureTexts(given);
  const { rows, columns } = info;
  const cells = [
    rows.map(({ rank }) => String(rank)),
    rows.map(({ name, url }) => {
      const address = webAddress(url);
      return address === null ? name : `<a href="${address}">${name}</a>`;
    }),
    rows.map(({ score }) => `<b>${fixed(score, 4)}</b>`),
    ...columns.map((_, at) => columnText(rows.map(({ values }) => values[at]!))),
  ];
  const align = ['right', 'left', ...cells.slice(2).map(() => 'right')];
  const [first] = rows;
  const nameWidth = Math.min(260, Math.max(130, ...rows.map(({ name }) => 7.5 * name.length)));
  return drawFigure({
    name: 'top_runs',
    title: `The ${rows.length} best runs`,
    subtitle: `Of ${counted(info.n, 'run')} with a ${settingPhrase(info.score)}${info.leftOut === 0 ? '' : `; ${info.leftOut} without one`}`,
    description: `The ${rows.length} best of ${counted(info.n, 'run')} by ${settingPhrase(info.score)}: ${first!.name} leads with ${fixed(first!.score, 4)}, the last listed has ${fixed(rows[rows.length - 1]!.score, 4)}.`,
    traces: [
      {
        type: 'table',
        columnwidth: [26, nameWidth, 80, ...columns.map(() => 80)],
        header: {
          values: [
            '',
            '<b>Run</b>',
            `<b>${settingBrief(info.score)}</b>`,
            ...columns.map((key) => `<b>${settingBrief(key)}</b>`),
          ],
          align,
          font: { size: 12.5, color: colours.text },
          fill: { color: '#f0f3f6' },
          line: { color: colours.grid, width: 1 },
          height: 28,
        },
        cells: {
          values: cells,
          align,
          font: { size: 12.5, color: colours.text },
          fill: { color: colours.paper },
          line: { color: colours.grid, width: 1 },
          height: 26,
        },
      },
    ],
    height: 124 + 29 * rows.length,
    margin: { left: 16, right: 16, bottom: 12 },
  });
}

/** One spelling for a column: scores of one size get the same decimals, settings their shortest form. */
function columnText(values: readonly (number | string | null)[]): string[] {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const alike =
    numbers.some((value) => !Number.isInteger(value)) &&
    numbers.every((value) => Math.abs(value) >= 0.05 && Math.abs(value) < 100);
  return values.map((value) =>
    value === null ? '–' : typeof value === 'string' ? value : alike ? fixed(value, 3) : short(value),
  );
}
