import {
  appraise,
  auditRecords,
  bestOfN,
  better,
  correlation,
  describe,
  fieldName,
  fieldsOf,
  objectiveOf,
  withoutCopies,
  type Appraisal,
  type BestOfN,
  type Correlation,
  type Description,
  type Warning,
} from '../../analysis';
import {
  bestWorstCurvesInfo,
  convergenceInfo,
  hyperparameterImpactInfo,
  lossComparisonInfo,
  objectiveColumn,
  searchRuns,
  topConfigurationsInfo,
  validationColumn,
  type BestWorstCurvesInfo,
  type ConvergenceInfo,
  type GroupComparisonInfo,
  type HyperparameterImpactInfo,
  type SearchRun,
  type TopConfigurationsInfo,
} from '../../figures';
import type { Objective, RunRecord } from '../../types';
import { factorFacts, type FactorFacts } from './factor-facts';
import { quantityOf } from './quantity';

/** A score that the search is held against, for example the published one at the smaller resolution. */
export interface Reference {
  /** For example `256², lr 1e-4, batch 32, dropout 0.3, Dice`. */
  readonly label: string;
  readonly score: number;
  /** Settings that differ from the search's, in words; while there are several, none can be named as the cause. */
  readonly differs: readonly string[];
}

export interface SearchFactsOptions {
  /** What was searched, for the headings: `microbead segmentation at 512²`. */
  readonly subject?: string;
  readonly reference?: Reference;
  /** What the runs are judged by; default: by the names of the scores, Jaccard first, or the question in one line. */
  readonly objective?: Objective;
  /** Setting of the violin figure; default: the loss. */
  readonly lossFactor?: string;
}

/** Everything that the search report's sentences are decided by. */
export interface SearchFacts {
  readonly subject: string;
  readonly objective: Objective;
  readonly metric: string;
  /** Axis name of the score. */
  readonly quantity: string;
  readonly appraisal: Appraisal;
  readonly warnings: readonly Warning[];
  /** Best first. */
  readonly runs: readonly SearchRun[];
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
  readonly scores: Description;
  readonly epochs: Description;
  readonly bestEpochs: Description;
  /** (final − best) / |best| of every run that has both; negative where the score sank. */
  readonly changes: Description;
  /** Median over the runs of the standard deviation of the validation score over the last ten epochs; null without histories. */
  readonly epochNoise: number | null;
  readonly luck: BestOfN;
  /** Rank correlation of the best epoch with the score. */
  readonly bestEpochAgainstScore: Correlation;
  /** Runs whose best epoch is among the first five. */
  readonly earlyPeaks: number;
  readonly factors: readonly FactorFacts[];
  /** The facts of `lossFactor`, or null where it does not vary. */
  readonly loss: FactorFacts | null;
  readonly reference: Reference | null;
  readonly top: TopConfigurationsInfo;
  readonly impact: HyperparameterImpactInfo | null;
  readonly curves: BestWorstCurvesInfo | null;
  readonly losses: GroupComparisonInfo | null;
  readonly convergence: ConvergenceInfo | null;
}

/**
 * Works out what a search says.
 *
 * @throws RangeError where no run has a score: then {@link appraise} says why, and there is no report to write.
 */
export function searchFacts(
  records: readonly RunRecord[],
  { subject = 'hyperparameter search', reference, lossFactor, objective: given }: SearchFactsOptions = {},
): SearchFacts {
  const objective = given ?? objectiveOf(records, { prefer: ['jaccard'] });
  const { goal } = objective;
  const fields = fieldsOf(records);
  const appraisal = appraise(records, objective);
  const once = withoutCopies(records).records;
  const { runs: unsorted, leftOut } = searchRuns(once, objective);
  if (unsorted.length === 0) throw new RangeError(`no report without a score: ${appraisal.cannot.join(' ')}`);
  const runs = [...unsorted].sort((a, b) => better(objective)(a.best, b.best));
  const quantity = quantityOf(objective);
  const factors = factorFacts(
    once,
    appraisal.factors.map((factor) => factor.field),
    objective,
  );
  const lossKey = lossFactor ?? (fields.loss === undefined ? undefined : fieldName(fields.loss));
  const loss = factors.find(({ key }) => key === lossKey) ?? null;
  const varying = Object.keys(runs[0]!.settings);
  const crossed = varying.filter((key) => runs.every((run) => key in run.settings));
  const withHistory = runs.filter(
    ({ history }) => history !== null && objectiveColumn(history, objective) !== undefined,
  ).length;
  return {
    subject,
    objective,
    metric: objective.metric,
    quantity,
    appraisal,
    warnings: auditRecords(records, { objective }),
    runs,
    leftOut,
    scores: describe(runs.map((run) => run.best)),
    epochs: describe(runs.map((run) => run.epochs ?? NaN)),
    bestEpochs: describe(runs.map((run) => run.bestEpoch ?? NaN)),
    changes: describe(
      runs.map((run) =>
        run.final === null || run.best === 0 ? NaN : (run.final - run.best) / Math.abs(run.best),
      ),
    ),
    epochNoise: medianNoise(runs, objective),
    luck: bestOfN(
      runs.map((run) => run.best),
      objective,
    ),
    bestEpochAgainstScore: correlation(
      runs.map((run) => run.bestEpoch ?? NaN),
      runs.map((run) => run.best),
      { method: 'spearman' },
    ),
    earlyPeaks: runs.filter((run) => run.bestEpoch !== null && run.bestEpoch <= 5).length,
    factors,
    loss,
    reference: reference ?? null,
    top: topConfigurationsInfo(runs, { goal, quantity }),
    impact:
      runs.length < 2 || crossed.length === 0
        ? null
        : hyperparameterImpactInfo(runs, { goal, factors: crossed.slice(0, 9), quantity }),
    curves: withHistory < 2 ? null : bestWorstCurvesInfo(runs, objective),
    losses: loss === null ? null : lossComparisonInfo(runs, { goal, factor: loss.key, quantity }),
    convergence:
      runs.filter((run) => run.epochs !== null && run.bestEpoch !== null).length > 1
        ? convergenceInfo(runs, { goal, quantity })
        : null,
  };
}

function medianNoise(runs: readonly SearchRun[], objective: Objective): number | null {
  const spreads = runs.flatMap(({ history }) => {
    const column = history === null ? undefined : objectiveColumn(history, objective);
    const values = column === undefined ? undefined : validationColumn(history!, column);
    const sd = values === undefined ? null : describe(values.slice(-10)).sd;
    return sd === null ? [] : [sd];
  });
  return describe(spreads).median;
}
