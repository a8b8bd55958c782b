import type { Random } from '../random';
import type { Objective, RunRecord } from '../types';
import { auditRecords } from './audit/audit';
import { neverApplied } from './audit/never-applied';
import type { Warning } from './audit/warning';
import { importance, type Importance, type ImportanceOptions } from './importance/importance';
import { appraise, type Appraisal } from './records/appraisal';
import { fieldOf } from './objective/measure';
import { rankRuns, type Ranking } from './objective/rank-runs';
import { bestSoFar, type BestSoFar } from './records/best-so-far';
import { withoutCopies } from './records/exact-copies';
import { factorEffects, type FactorEffect } from './records/factor-effects';
import { factorsOf, featuresOf, type Factor } from './records/factors';
import { fieldName, numbersOf, type Field } from './records/fields';
import { narrowedSpace, type NarrowedParameter } from './records/narrowed-space';
import { rememberingColumns } from './records/remembered';
import { fieldsOf, type Fields } from './records/roles';
import { bestOfN, type BestOfN } from './statistics/best-of-n';
import { correlationMatrix, type CorrelationMatrix } from './statistics/correlation-matrix';

export interface AnalyseOptions {
  /** What the runs are judged by. */
  readonly objective: Objective;
  readonly random: Random;
  /** Factors; default every configuration key that varies, less one that was never applied. */
  readonly factors?: readonly Field[];
  /** More columns for the correlation matrices, for example other metrics. */
  readonly columns?: readonly Field[];
  /** How the runs were sampled, where they do not say it: `bayes`, `random`, `grid`. */
  readonly method?: string;
  /** Names of columns, where they are not found by themselves. */
  readonly fields?: Fields;
  readonly importance?: Omit<ImportanceOptions, 'random'>;
}

/** What a set of runs says about a metric. */
export interface RunAnalysis {
  /** Read this first: what can and cannot be said. */
  readonly appraisal: Appraisal;
  readonly warnings: readonly Warning[];
  readonly ranking: Ranking;
  readonly bestOfN: BestOfN;
  readonly progress: BestSoFar;
  /** Factors that were analysed. */
  readonly factors: readonly Factor[];
  readonly effects: readonly FactorEffect[];
  readonly pearson: CorrelationMatrix;
  readonly spearman: CorrelationMatrix;
  readonly importance: Importance;
  readonly nextSpace: readonly NarrowedParameter[];
}

/**
 * Runs the whole analysis; on bad data its parts hold reasons instead of figures, and nothing throws. Exact copies are
 * ranked, but count once in every test and in the luck of the best.
 */
export async function analyseRuns(
  records: readonly RunRecord[],
  options: AnalyseOptions,
): Promise<RunAnalysis> {
  const { parts, factors, values } = rememberingColumns(() => partsOf(records, options));
  const { nextSpace, ...others } = parts;
  return {
    ...others,
    importance: await importance(featuresOf(factors), values, {
      ...options.importance,
      random: options.random,
    }),
    nextSpace,
  };
}

/** Everything but the importance, which is long and gives way to others. */
function partsOf(
  records: readonly RunRecord[],
  options: AnalyseOptions,
): {
  readonly parts: Omit<RunAnalysis, 'importance'>;
  readonly factors: readonly Factor[];
  readonly values: Float64Array;
} {
  const { objective, columns = [] } = options;
  const appraisal = appraise(records, objective, options.factors);
  const fields = fieldsOf(records, options.fields);
  const never = neverApplied(records, fields).some(({ evidence }) => evidence.never === true);
  const idle = never ? fieldName(fields.learningRate!) : null;
  const once = withoutCopies(records).records;
  const named = appraisal.factors.map(({ field }) => field);
  const factors = factorsOf(once, named, objective).factors.filter(({ name }) => name !== idle);
  const used = factors.map(({ field }) => field);
  const values = numbersOf(once, fieldOf(objective)).values;
  const numeric = [
    { name: appraisal.metric, values },
    ...factors.flatMap(({ name, numbers }) => (numbers === null ? [] : [{ name, values: numbers }])),
    ...columns.map((field) => ({ name: fieldName(field), values: numbersOf(once, field).values })),
  ];
  const effects = factorEffects(once, objective, used);
  const parts = {
    appraisal,
    warnings: auditRecords(records, {
      objective,
      fields,
      ...(options.factors === undefined ? {} : { factors: options.factors }),
      ...(options.method === undefined ? {} : { method: options.method }),
    }),
    ranking: rankRuns(records, objective),
    bestOfN: bestOfN(values, objective),
    progress: bestSoFar(records, objective),
    factors,
    effects,
    pearson: correlationMatrix(numeric),
    spearman: correlationMatrix(numeric, { method: 'spearman' }),
    nextSpace: narrowedSpace(once, objective, used, { effects }),
  };
  return { parts, factors, values };
}
