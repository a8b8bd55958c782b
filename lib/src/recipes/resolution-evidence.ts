import type { Comparison, ComparisonName, Evidence } from '../analysis';
import type { RunRecord } from '../types';

/** The rung that tries a published recommendation. */
const tried: Readonly<Record<string, ComparisonName>> = {
  accumulation: 'gradient accumulation',
  'group-norm': 'group normalization',
  'receptive-field': 'larger receptive field',
};

/** Mean share of foreground pixels over the same tiles at both sizes. */
export interface ForegroundShare {
  readonly tiles: number;
  readonly at256: number;
  readonly at512: number;
}

/**
 * What the resolution experiment says of the published recommendations: the hard Jaccard of the published recipe at
 * 512² against the same with one change, one pair for each seed, fold and number of epochs
 * that both were run with.
 *
 * @param foreground of the same tiles at both resolutions
 */
export function resolutionEvidence(records: readonly RunRecord[], foreground?: ForegroundShare): Evidence {
  const pairs = (name: string): Comparison => {
    const changed = records.filter((run) => run.name === name);
    const both = changed.flatMap((run) => {
      const base = records.find(
        (other) =>
          other.name === 'published-512' &&
          (['seed', 'fold', 'epochs'] as const).every((key) => other.config[key] === run.config[key]),
      );
      return base ? [{ base: hard(base), changed: hard(run), config: run.config }] : [];
    });
    const told = (key: string): string =>
      [...new Set(both.map(({ config }) => String(config[key])))].join(', ');
    return {
      baseline: both.map(({ base }) => base),
      treatment: both.map((pair) => pair.changed),
      note: '03-train-512',
      data: `photographs at 512², hard Jaccard over held-out tiles against the masks as given, ${told('epochs')} epochs, seed${both.length === 1 ? '' : 's'} ${told('seed')}`,
    };
  };
  const comparisons = Object.entries(tried)
    .map(([rung, recommendation]) => [recommendation, pairs(rung)] as const)
    .filter(([, { baseline }]) => baseline.length > 0);
  return {
    comparisons: Object.fromEntries(comparisons),
    ...(foreground !== undefined && {
      foregroundShare: {
        at256: foreground.at256,
        at512: foreground.at512,
        data: `the masks of ${foreground.tiles} photographs at both sizes`,
      },
    }),
  };
}

/** Mean over the held-out tiles, against the masks as given. */
function hard({ summary }: RunRecord): number {
  const values = (summary.jaccard_given as readonly (number | null)[]).filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
  return values.reduce((a, b) => a + b, 0) / values.length;
}
