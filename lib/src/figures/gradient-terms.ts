import type { Figure } from '../types';
import { paddedRange } from './axis';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted, fixed } from './number-text';
import { colours, seriesColour } from './palette';
import { panelGrid } from './panels';
import type { Trace } from './plotly';

/** Size of each term's gradient at one epoch of a run, weights included. */
export interface GradientTermsRow {
  readonly epoch: number;
  /** Norm of each term's gradient, in the order of `terms`. */
  readonly norms: readonly number[];
}

export interface GradientTermsInfo {
  readonly terms: readonly string[];
  readonly source: string;
  readonly epochs: readonly number[];
  /** A list of norms for each term. */
  readonly norms: readonly (readonly number[])[];
  /** Share of each term in the sum of the norms, in [0, 1]. */
  readonly shares: readonly (readonly number[])[];
  /** The leading term in each third of the epochs, by its mean share. */
  readonly stages: readonly {
    readonly from: number;
    readonly to: number;
    readonly leader: string;
    readonly share: number;
  }[];
}

/** Which term of a combined loss leads, and when. @throws RangeError for fewer than three epochs. */
export function gradientTermsInfo(
  terms: readonly string[],
  rows: readonly GradientTermsRow[],
  { source = '' }: { source?: string } = {},
): GradientTermsInfo {
  if (rows.length < 3) throw new RangeError(`three stages need three epochs at least; got ${rows.length}`);
  const sorted = [...rows].sort((a, b) => a.epoch - b.epoch);
  const shares = terms.map((_, term) =>
    sorted.map(({ norms }) => norms[term]! / norms.reduce((sum, value) => sum + value, 0)),
  );
  const stages = [0, 1, 2].map((third) => {
    const from = Math.round((third * sorted.length) / 3);
    const to = Math.round(((third + 1) * sorted.length) / 3);
    const means = shares.map(
      (share) => share.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from),
    );
    const leader = means.indexOf(Math.max(...means));
    return {
      from: sorted[from]!.epoch,
      to: sorted[to - 1]!.epoch,
      leader: terms[leader]!,
      share: means[leader]!,
    };
  });
  return {
    terms,
    source,
    epochs: sorted.map(({ epoch }) => epoch),
    norms: terms.map((_, term) => sorted.map(({ norms }) => norms[term]!)),
    shares,
    stages,
  };
}

/** Norms on a log axis (left) and shares of their sum (right) against the epoch. */
export function gradientTermsFigure(given: GradientTermsInfo): Figure {
  const info = figureTexts(given);
  const [left, right] = panelGrid(1, 2, 0.13);
  const { terms, epochs } = info;
  const x = { title: 'Epoch', range: paddedRange(epochs, 0.03) };
  const line = (term: number, values: readonly number[], panel: typeof left): Trace => ({
    type: 'scatter',
    mode: 'lines+markers',
    x: [...epochs],
    y: [...values],
    xaxis: panel!.xaxis,
    yaxis: panel!.yaxis,
    name: terms[term]!,
    legendgroup: terms[term]!,
    showlegend: panel === left,
    line: { color: seriesColour(term), width: 2.2 },
    marker: { color: seriesColour(term), size: 5 },
  });
  const stages = info.stages
    .map(
      ({ from, to, leader, share }) => `epochs ${from} to ${to}: ${leader} with ${fixed(share * 100, 0)} %`,
    )
    .join('; ');
  return drawFigure({
    name: 'gradient_terms',
    title: 'Which term of the loss leads, and when',
    subtitle: `${info.source === '' ? '' : `${info.source}. `}${counted(epochs.length, 'epoch')} measured.<br>Largest mean share, ${stages}`,
    description: `Gradient norm of each term of the loss over ${counted(epochs.length, 'epoch')}. Largest mean share, ${stages}.`,
    traces: terms.flatMap((_, term) => [
      line(term, info.norms[term]!, left),
      line(
        term,
        info.shares[term]!.map((value) => value * 100),
        right,
      ),
    ]),
    shapes: [
      {
        type: 'line',
        x0: x.range[0],
        x1: x.range[1],
        y0: 50,
        y1: 50,
        xref: right!.xaxis,
        yref: right!.yaxis,
        line: { color: colours.neutral, width: 1, dash: 'dot' },
      },
    ],
    panels: [left!, right!],
    axes: [
      {
        title: 'Norm of the weighted gradient',
        x,
        y: { title: 'Norm', type: 'log', range: paddedRange(info.norms.flat(), 0.08, 'log') },
      },
      { title: 'Share of the sum of norms', x, y: { title: 'Share', unit: '%', range: [0, 100] } },
    ],
    legend: 'top',
    height: 420,
  });
}
