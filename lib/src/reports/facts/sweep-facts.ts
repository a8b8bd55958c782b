import {
  appraise,
  auditRecords,
  bestOfN,
  bestSoFar,
  correlationMatrix,
  factorsOf,
  featuresOf,
  fieldName,
  fieldsOf,
  groupSummary,
  importance,
  narrowedSpace,
  numbersOf,
  objectiveOf,
  rankRuns,
  sweepYaml,
  trend,
  valuesOf,
  withoutCopies,
  type Appraisal,
  type BestOfN,
  type BestSoFar,
  type CorrelationMatrix,
  type Factor,
  type Field,
  type GroupSummary,
  type Importance,
  type NarrowedParameter,
  type RankedRun,
  type Trend,
  type Warning,
} from '../../analysis';
import { isLogSetting } from '../../figures';
import type { Random } from '../../random';
import type { Objective, RunRecord } from '../../types';
import { factorFacts, type FactorFacts } from './factor-facts';

export interface SweepFactsOptions {
  /** Chance for the forests behind the importance. */
  readonly random: Random;
  /** Name of the project or sweep, for the heading. */
  readonly subject?: string;
  /** What the runs are judged by; default: by the names of the scores, or the question in one line. */
  readonly objective?: Objective;
  /** How the runs were sampled, where the records do not say it: `bayes`, `random`, `grid`. */
  readonly method?: string;
  /** Resamples of the importance, default 200. */
  readonly resamples?: number;
  readonly signal?: AbortSignal;
}

/** Everything that the sweep report's sentences are decided by. */
export interface SweepFacts {
  readonly subject: string;
  readonly records: readonly RunRecord[];
  /** The same without exact copies: what tests and luck count. */
  readonly once: readonly RunRecord[];
  readonly objective: Objective;
  readonly metric: string;
  readonly appraisal: Appraisal;
  readonly warnings: readonly Warning[];
  /** Runs by state, most first. */
  readonly states: readonly (readonly [string, number])[];
  /** Runs by sweep, most first. */
  readonly sweeps: readonly (readonly [string, number])[];
  /** Factors with many numbers, and those with a few values. */
  readonly continuous: readonly Factor[];
  readonly listed: readonly FactorFacts[];
  readonly top: readonly RankedRun[];
  readonly luck: BestOfN;
  readonly bestSoFar: BestSoFar;
  /** Straight-line trend of the score over each continuous factor, and over its logarithm where it is read by that. */
  readonly trends: readonly {
    readonly key: string;
    readonly trend: Trend;
    readonly quarters: GroupSummary;
  }[];
  /** Further scores that the runs report: keys of summaries. */
  readonly scores: readonly string[];
  readonly correlations: CorrelationMatrix;
  readonly importance: Importance | null;
  readonly narrowed: readonly NarrowedParameter[];
  /** The next sweep as W&B YAML; null where no parameter is left. */
  readonly yaml: string | null;
}

/** A factor with more values than this is a range, as the analysis treats it. */
const mostLevels = 12;

/**
 * Works out what a sweep says; takes the importance's time. Exact copies count once in everything but the ranking.
 *
 * @throws RangeError where no run has the metric.
 */
export async function sweepFacts(
  records: readonly RunRecord[],
  { random, subject = 'sweep', objective: given, method, resamples, signal }: SweepFactsOptions,
): Promise<SweepFacts> {
  const objective = given ?? objectiveOf(records);
  const score = objective.metric;
  const appraisal = appraise(records, objective);
  if (appraisal.usable === 0)
    throw new RangeError(`no report without a score: ${appraisal.cannot.join(' ')}`);
  const fields = fieldsOf(records);
  const once = withoutCopies(records).records;
  const { factors } = factorsOf(once, undefined, objective);
  const continuous = factors.filter(({ range }) => range);
  const listed = factors.filter(({ range, distinct }) => !range && distinct.length <= mostLevels);
  const used = [...listed, ...continuous];
  const values = valuesOf(once, objective).values;
  const others = [
    fields.dice,
    fields.iou,
    fields.jaccard,
    fields.valLoss,
    fields.bestEpoch,
    fields.epochs,
  ].filter((field): field is Field => field !== undefined && fieldName(field) !== score);
  const columns = [
    { name: score, values },
    ...[...others, ...used.filter(({ numbers }) => numbers !== null).map(({ field }) => field)].map(
      (field) => ({ name: fieldName(field), values: numbersOf(once, field).values }),
    ),
  ];
  const narrowed =
    used.length === 0
      ? []
      : narrowedSpace(
          once,
          objective,
          used.map(({ field }) => field),
        );
  return {
    subject,
    records,
    once,
    objective,
    metric: score,
    appraisal,
    warnings: auditRecords(records, { objective, ...(method === undefined ? {} : { method }) }),
    states: counted(records.map(({ state }) => state)),
    sweeps: counted(records.map(({ sweep }) => sweep ?? 'none')),
    continuous,
    listed: factorFacts(
      once,
      listed.map(({ field }) => field),
      objective,
    ),
    top: rankRuns(records, objective).ranked.slice(0, 10),
    luck: bestOfN(values, objective),
    bestSoFar: bestSoFar(records, objective),
    trends: continuous.flatMap(({ name, numbers, scale, field }) =>
      (scale === 'log' || isLogSetting(name) ? (['linear', 'log'] as const) : (['linear'] as const)).map(
        (axis) => ({
          key: name,
          trend: trend(numbers!, values, { scale: axis }),
          quarters: groupSummary(once, field, objective),
        }),
      ),
    ),
    scores: others.map(fieldName),
    correlations: correlationMatrix(unique(columns)),
    importance:
      used.length === 0
        ? null
        : await importance(featuresOf(used), values, {
            random,
            ...(resamples === undefined ? {} : { resamples }),
            ...(signal === undefined ? {} : { signal }),
          }),
    narrowed,
    yaml:
      narrowed.length === 0
        ? null
        : sweepYaml(narrowed, { objective, ...(method === 'grid' ? { method: 'random' } : {}) }),
  };
}

/** Different numbers of a factor; 0 for one of words. */
export function distinctNumbers({ numbers }: Factor): number {
  return numbers === null ? 0 : new Set(numbers.filter(Number.isFinite)).size;
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function unique<T extends { readonly name: string }>(columns: readonly T[]): T[] {
  return columns.filter(({ name }, index) => columns.findIndex((other) => other.name === name) === index);
}
