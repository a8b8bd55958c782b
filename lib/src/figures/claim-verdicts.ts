import type { Figure } from '../types';
import { drawFigure } from './draw';
import { figureTexts } from './figure-texts';
import { counted } from './number-text';
import { colours, seriesColour } from './palette';
import type { Trace } from './plotly';

/** A checked statement, as far as the figure needs it. */
export interface VerdictRow {
  /** Document that states it. */
  readonly document: string;
  readonly verdict: string;
  /** Whether it holds on other runs, where it was asked of some. */
  readonly again?: { readonly holds: string };
}

export interface ClaimVerdictsInfo {
  readonly n: number;
  readonly documents: readonly string[];
  /** In a fixed order, those that occur. */
  readonly verdicts: readonly {
    readonly name: string;
    /** Number of statements for each of `documents`. */
    readonly counts: readonly number[];
    readonly total: number;
  }[];
  /** Statements that were asked of other runs: how many hold, do not, and are not told; null where none was. */
  readonly again: { readonly asked: number; readonly yes: number; readonly no: number } | null;
}

const order = ['reproduced', 'not supported by the data', 'contradicted', 'cannot be decided from the data'];

/** Counts verdicts by document. @throws RangeError without a statement. */
export function claimVerdictsInfo(claims: readonly VerdictRow[]): ClaimVerdictsInfo {
  if (claims.length === 0) throw new RangeError('no checked statement to count');
  const documents = [...new Set(claims.map(({ document }) => document))];
  const answers = claims.flatMap(({ again }) => (again === undefined ? [] : [again.holds]));
  const answered = (name: string): number => answers.filter((answer) => answer === name).length;
  const names = [...new Set([...order, ...claims.map(({ verdict }) => verdict)])];
  return {
    n: claims.length,
    documents,
    verdicts: names
      .map((name) => {
        const counts = documents.map(
          (document) =>
            claims.filter((claim) => claim.document === document && claim.verdict === name).length,
        );
        return { name, counts, total: counts.reduce((sum, count) => sum + count, 0) };
      })
      .filter(({ total }) => total > 0),
    again: answers.length === 0 ? null : { asked: answers.length, yes: answered('yes'), no: answered('no') },
  };
}

/** Stacked bars, a bar a document. */
export function claimVerdictsFigure(given: ClaimVerdictsInfo): Figure {
  const info = figureTexts(given);
  const { verdicts, documents, n, again } = info;
  const palette: Readonly<Record<string, string>> = {
    [order[0]!]: colours.good,
    [order[1]!]: seriesColour(4),
    [order[2]!]: colours.contrast,
    [order[3]!]: colours.faint,
  };
  const totals = verdicts.map(({ name, total }) => `${total} ${name}`).join(', ');
  const asked =
    again === null
      ? ''
      : `asked of other runs: ${again.yes} of ${again.asked} general ones hold, ${again.no} do not, ${again.asked - again.yes - again.no} are not told`;
  return drawFigure({
    name: 'claim_verdicts',
    title: 'Published statements, checked',
    subtitle: `${counted(n, 'statement')} of ${counted(documents.length, 'document')}: ${totals}${again === null ? '' : `<br>${asked}`}`,
    description: `Verdicts on ${counted(n, 'published statement')} of ${counted(documents.length, 'document')}: ${totals}${again === null ? '' : `; ${asked}`}.`,
    traces: verdicts.map(
      ({ name, counts }, index): Trace => ({
        type: 'bar',
        orientation: 'h',
        name,
        x: [...counts],
        y: [...documents],
        marker: {
          color: palette[name] ?? seriesColour(index),
          line: { color: colours.paper, width: 1 },
        },
        text: counts.map((count) => (count === 0 ? '' : String(count))),
        textposition: 'inside',
        insidetextanchor: 'middle',
        textfont: { size: 12, color: name === order[3] || name === order[1] ? colours.text : colours.paper },
        hovertemplate: `%{y}: %{x} ${name}<extra></extra>`,
      }),
    ),
    axes: [
      {
        x: { title: 'Statements' },
        y: { title: '', type: 'category', categories: [...documents].reverse(), tickSize: 12.5 },
      },
    ],
    legend: 'top',
    barMode: 'stack',
    barGap: 0.3,
    height: 150 + 40 * documents.length,
  });
}
