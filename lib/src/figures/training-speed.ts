import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, thousands } from './number-text';
import { colours } from './palette';
import { stackedPanels } from './panels';
import type { Annotation, Trace } from './plotly';

/** The time that one way of training needs for a step. */
export interface TrainingSpeedRow {
  /** Framework and precision, for example `Keras 3.15, float32`. */
  readonly name: string;
  /** Size and batch, for example `256², batch 4`; each gets a panel of its own. */
  readonly setting: string;
  /** Median time of a step in milliseconds. */
  readonly milliseconds: number;
  /** Least and greatest time seen, in milliseconds. */
  readonly range?: readonly [number, number];
  /** Drawn in the main colour. */
  readonly ours?: boolean;
}

export interface TrainingSpeedOptions {
  /** Where it was measured and with what, for example `U-Net, 1.95 M parameters; 2 CPU cores`. */
  readonly machine?: string;
  readonly title?: string;
  readonly name?: string;
}

export interface TrainingSpeedInfo extends Required<TrainingSpeedOptions> {
  readonly settings: readonly {
    readonly setting: string;
    /** Slowest first. */
    readonly rows: readonly (TrainingSpeedRow & {
      /** Time of the slowest row over this one's: how many times faster this one is. */
      readonly speedup: number;
    })[];
  }[];
}

/** Sorts step times within each setting. @throws RangeError for a time that is not positive, or no row. */
export function trainingSpeedInfo(
  rows: readonly TrainingSpeedRow[],
  options: TrainingSpeedOptions = {},
): TrainingSpeedInfo {
  if (rows.length === 0) throw new RangeError('no time to draw; pass at least one row');
  for (const { name, milliseconds } of rows)
    if (!(milliseconds > 0 && Number.isFinite(milliseconds)))
      throw new RangeError(`invalid time of ${name}; not a positive number of milliseconds: ${milliseconds}`);
  const settings = [...new Set(rows.map((row) => row.setting))];
  return {
    machine: '',
    title: 'Time of a training step',
    name: 'training_speed',
    ...options,
    settings: settings.map((setting) => {
      const own = rows
        .filter((row) => row.setting === setting)
        .sort((a, b) => b.milliseconds - a.milliseconds);
      return {
        setting,
        rows: own.map((row) => ({ ...row, speedup: own[0]!.milliseconds / row.milliseconds })),
      };
    }),
  };
}

const panelGap = 64; // CSS pixels

/** Horizontal bars, slowest at the top, a panel for each setting; shorter is better. */
export function trainingSpeedFigure(given: TrainingSpeedInfo): Figure {
  const info = figureTexts(given);
  const { settings } = info;
  const bars = settings.reduce((sum, { rows }) => sum + rows.length, 0);
  const height = 150 + 30 * bars + panelGap * (settings.length - 1);
  const panels = stackedPanels(
    settings.map(({ rows }) => rows.length),
    panelGap / (height - 144),
  );
  const slowest = Math.max(
    ...settings.flatMap(({ rows }) => rows.map((row) => Math.max(row.milliseconds, row.range?.[1] ?? 0))),
  );
  const traces = settings.map(
    ({ rows }, index): Trace => ({
      type: 'bar',
      orientation: 'h',
      x: rows.map((row) => row.milliseconds),
      y: rows.map((row) => row.name),
      xaxis: panels[index]!.xaxis,
      yaxis: panels[index]!.yaxis,
      marker: { color: rows.map((row) => (row.ours === true ? colours.main : colours.faint)) },
      ...(rows.some((row) => row.range !== undefined)
        ? {
            error_x: {
              type: 'data',
              symmetric: false,
              array: rows.map((row) => (row.range === undefined ? 0 : row.range[1] - row.milliseconds)),
              arrayminus: rows.map((row) => (row.range === undefined ? 0 : row.milliseconds - row.range[0])),
              color: colours.text,
              thickness: 1.2,
              width: 4,
            } as const,
          }
        : {}),
      showlegend: false,
      hovertemplate: '%{y}: %{x:.0f} ms<extra></extra>',
    }),
  );
  const annotations = settings.flatMap(({ rows }, index) =>
    rows.map(
      (row): Annotation => ({
        text: `${thousands(Math.round(row.milliseconds))} ms${row.speedup > 1.005 ? `, ${row.speedup.toFixed(1)}×` : ''}`,
        x: Math.max(row.milliseconds, row.range?.[1] ?? 0),
        y: row.name,
        xref: panels[index]!.xaxis,
        yref: panels[index]!.yaxis,
        xanchor: 'left',
        xshift: 7,
        font: { size: 12, color: row.ours === true ? colours.main : colours.text },
      }),
    ),
  );
  const sentences = settings.map(({ setting, rows }) => {
    const fastest = rows[rows.length - 1]!;
    return `${setting}: fastest ${fastest.name} with ${Math.round(fastest.milliseconds)} ms, slowest ${rows[0]!.name} with ${Math.round(rows[0]!.milliseconds)} ms`;
  });
  const ranged = settings.some(({ rows }) => rows.some((row) => row.range !== undefined));
  return drawFigure({
    name: info.name,
    title: info.title,
    subtitle: [
      info.machine,
      'shorter is better; × = times faster than the slowest',
      ranged ? 'whiskers: least and greatest seen' : '',
    ]
      .filter((part) => part !== '')
      .join('; '),
    description: `${info.title}, ${counted(settings.length, 'setting')}. ${sentences.join('; ')}.`,
    traces,
    annotations,
    panels,
    axes: settings.map(({ setting, rows }, index) => ({
      title: setting,
      x: {
        title: index === settings.length - 1 ? 'Time of a step' : '',
        unit: index === settings.length - 1 ? 'ms' : '',
        range: [0, slowest * 1.2] as const,
        tickFormat: ',',
      },
      y: {
        title: '',
        type: 'category' as const,
        categories: rows.map((row) => row.name).reverse(),
        tickSize: 12.5,
      },
    })),
    height,
    barGap: 0.3,
  });
}
