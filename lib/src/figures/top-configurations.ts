import { better } from '../analysis';
import type { Figure, Objective } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, translucent } from './palette';
import type { Annotation, Trace } from './plotly';
import type { SearchRun } from './search-run';

export interface TopConfigurationsInfo {
  readonly quantity: string;
  /** Runs that the best were taken from. */
  readonly n: number;
  /** Best first. */
  readonly rows: readonly {
    readonly rank: number;
    readonly label: string;
    readonly best: number;
    readonly bestEpoch: number | null;
    readonly epochs: number | null;
    readonly final: number | null;
    /** (final − best) / |best|, negative where the score sank; null where a part is unknown. */
    readonly change: number | null;
  }[];
}

/** The runs with the best scores. @param top how many, default 5. @throws RangeError without a run. */
export function topConfigurationsInfo(
  runs: readonly SearchRun[],
  { goal, quantity, top = 5 }: { goal: Objective['goal']; quantity: string; top?: number },
): TopConfigurationsInfo {
  if (runs.length === 0) throw new RangeError('no run with a score; nothing to rank');
  const order = better({ goal });
  const sorted = [...runs].sort((a, b) => order(a.best, b.best));
  return {
    quantity,
    n: runs.length,
    rows: sorted.slice(0, top).map(({ label, best, bestEpoch, epochs, final }, index) => ({
      rank: index + 1,
      label,
      best,
      bestEpoch,
      epochs,
      final,
      change: final === null || best === 0 ? null : (final - best) / Math.abs(best),
    })),
  };
}

/** Figure 1: each configuration's best score and what was left of it at the last epoch. */
export function topConfigurationsFigure(given: TopConfigurationsInfo): Figure {
  const info = figureTexts(given);
  const { rows, quantity } = info;
  const labels = rows.map(({ rank, label }) => `${rank}. ${label}`);
  const bars = (
    name: string,
    value: (row: (typeof rows)[number]) => number | null,
    colour: string,
  ): Trace => ({
    type: 'bar',
    orientation: 'h',
    name,
    x: rows.map(value),
    y: labels,
    marker: { color: colour },
    hovertemplate: `%{y}<br>${name}: %{x:.4f}<extra></extra>`,
  });
  const annotations = rows.flatMap((row, index): Annotation[] => {
    const at = { y: labels[index]!, xref: 'x', yref: 'y', xanchor: 'left' as const, xshift: 6 };
    const epoch =
      row.bestEpoch === null
        ? ''
        : `  epoch ${row.bestEpoch}${row.epochs === null ? '' : ` of ${row.epochs}`}`;
    const change = row.change === null ? '' : `  ${percent(row.change)}`;
    return [
      { ...at, x: row.best, text: `<b>${fixed(row.best, 4)}</b>${epoch}`, yshift: 10 },
      ...(row.final === null
        ? []
        : [
            {
              ...at,
              x: row.final,
              text: `${fixed(row.final, 4)}${change}`,
              yshift: -10,
              font: { size: 12, color: colours.muted },
            },
          ]),
    ];
  });
  const [first] = rows;
  const drawn = rows.flatMap(({ best, final }) => (final === null ? [best] : [best, final]));
  const drop =
    first?.change === null || first?.change === undefined
      ? ''
      : `, ${fixed(first.final!, 4)} at its last epoch (${percent(first.change)})`;
  return drawFigure({
    name: 'fig1_top5_configurations',
    title: `The ${rows.length === 1 ? 'best configuration' : `${rows.length} best configurations`}: best and last epoch`,
    subtitle: `${quantity}; ${rows.length} of ${counted(info.n, 'run')}`,
    description: `${quantity} of the ${rows.length} best of ${counted(info.n, 'run')}: ${first!.label} leads with ${fixed(first!.best, 4)}${drop}.`,
    traces: [
      bars('last epoch', (row) => row.final, translucent(colours.main, 0.35)),
      bars('best epoch', (row) => row.best, colours.main), // Plotly stacks a group upwards: the best on top
    ],
    annotations,
    axes: [
      {
        x: { title: quantity, range: [Math.min(0, ...drawn) * 1.1, Math.max(0, ...drawn) * 1.42] },
        y: { title: '', type: 'category', categories: [...labels].reverse(), tickSize: 12.5 },
      },
    ],
    legend: 'top',
    legendReversed: true,
    barMode: 'group',
    barGap: 0.28,
    height: 165 + 56 * rows.length,
  });
}

function percent(change: number): string {
  return `${change < 0 ? '−' : '+'}${(Math.abs(change) * 100).toFixed(1)} %`;
}
